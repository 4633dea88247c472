<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja_JP" sourcelanguage="en_US">
<context>
    <name>Cordial::Inspector::BucketModel</name>
    <message>
        <source>Bucket</source>
        <translation>バケット</translation>
    </message>
    <message>
        <source>Discord&apos;s hash; empty until the first answer names it</source>
        <translation>Discord のハッシュ。最初の応答で判明するまで空です</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>What shares this limit</source>
        <translation>この制限を共有するもの</translation>
    </message>
    <message>
        <source>Channel or guild</source>
        <translation>チャンネル／サーバー</translation>
    </message>
    <message>
        <source>Top-level resource</source>
        <translation>最上位リソース</translation>
    </message>
    <message>
        <source>Remaining</source>
        <translation>残り</translation>
    </message>
    <message>
        <source>Requests left in this window</source>
        <translation>このウィンドウで残っているリクエスト</translation>
    </message>
    <message>
        <source>Resets in</source>
        <translation>リセットまで</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>Requests waiting in this bucket</source>
        <translation>このバケットで待っているリクエスト</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>送信中</translation>
    </message>
    <message>
        <source>Requests sent and not answered yet</source>
        <translation>送信済みで未応答のリクエスト</translation>
    </message>
    <message>
        <source>Head waits</source>
        <translation>先頭の待ち</translation>
    </message>
    <message>
        <source>How long the first of the queue has waited</source>
        <translation>先頭のリクエストが待っている時間</translation>
    </message>
    <message>
        <source>Drained in</source>
        <translation>解消まで</translation>
    </message>
    <message>
        <source>When the queue should be empty</source>
        <translation>キューが空になる見込み</translation>
    </message>
    <message>
        <source>429s</source>
        <translation>429</translation>
    </message>
    <message>
        <source>Answers 429 of any scope</source>
        <translation>あらゆるスコープの 429 応答</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>まだ不明</translation>
    </message>
    <message>
        <source>%1 of %2 requests left</source>
        <translation>%2 件中 %1 件残り</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>未確定</translation>
    </message>
    <message>
        <source>user %1, shared %2, global %3</source>
        <translation>ユーザー %1、共有 %2、全体 %3</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>ウィンドウ</translation>
    </message>
    <message>
        <source>429, user</source>
        <translation>429（ユーザー）</translation>
    </message>
    <message>
        <source>429, shared</source>
        <translation>429（共有）</translation>
    </message>
    <message>
        <source>429, global</source>
        <translation>429（全体）</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::BucketsPanel</name>
    <message>
        <source>Buckets</source>
        <translation>バケット</translation>
    </message>
    <message>
        <source>No bucket yet</source>
        <translation>バケットはまだありません</translation>
    </message>
    <message>
        <source>Discord names a bucket in its answers; each appears here once known.</source>
        <translation>バケットは Discord の応答で示され、判明するとここに表示されます。</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>バケット</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::CommandModel</name>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>プラグイン</translation>
    </message>
    <message>
        <source>Invoked</source>
        <translation>実行</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒否</translation>
    </message>
    <message>
        <source>By a check, a permission or a cooldown</source>
        <translation>チェック、権限、クールダウンによる</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>前回</translation>
    </message>
    <message>
        <source>How long it took the last time</source>
        <translation>前回かかった時間</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>コマンドパレット</translation>
    </message>
    <message>
        <source>Use “%1”</source>
        <translation>「%1」を使う</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>見つかりません</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::CommandsPanel</name>
    <message>
        <source>Commands</source>
        <translation>コマンド</translation>
    </message>
    <message>
        <source>No command</source>
        <translation>コマンドはありません</translation>
    </message>
    <message>
        <source>Commands appear here as plugins register them.</source>
        <translation>プラグインが登録したコマンドがここに表示されます。</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>コマンド</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::DataTable</name>
    <message>
        <source>No row matches the filter</source>
        <translation>フィルターに一致する行はありません</translation>
    </message>
    <message numerus="yes">
        <source>Press Esc in the filter field to see all %n row(s).</source>
        <translation>
            <numerusform>フィルター欄で Esc を押すと %n 行すべてを表示します。</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>値をコピー</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>行をコピー</translation>
    </message>
    <message>
        <source>Filter by this value</source>
        <translation>この値で絞り込む</translation>
    </message>
    <message>
        <source>Hide this value</source>
        <translation>この値を隠す</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::LogModel</name>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>By the host&apos;s calendar</source>
        <translation>ホストの時計による</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>レベル</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>カテゴリ</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>メッセージ</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>回数</translation>
    </message>
    <message>
        <source>How often the line came in a row</source>
        <translation>同じ行が続いた回数</translation>
    </message>
    <message>
        <source>Shard</source>
        <translation>シャード</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>プラグイン</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::LogsPanel</name>
    <message>
        <source>Logs</source>
        <translation>ログ</translation>
    </message>
    <message>
        <source>Nothing logged</source>
        <translation>ログはありません</translation>
    </message>
    <message>
        <source>The bot&apos;s log lines appear here as they are written.</source>
        <translation>ボットのログ行が書き込まれるとここに表示されます。</translation>
    </message>
    <message>
        <source>Log line</source>
        <translation>ログ行</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>すべて</translation>
    </message>
    <message>
        <source>Info and up</source>
        <translation>情報以上</translation>
    </message>
    <message>
        <source>Warnings and up</source>
        <translation>警告以上</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>重大</translation>
    </message>
    <message>
        <source>Least level shown</source>
        <translation>表示する最低レベル</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::MainWindow</name>
    <message>
        <source>Inspector</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>ホスト</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>コマンドを検索</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>メニュー</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>メニュー (F10)</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>%1を表示</translation>
    </message>
    <message>
        <source>Show or hide %1 beside</source>
        <translation>%1を横に表示／非表示</translation>
    </message>
    <message>
        <source>Perspective: Overview</source>
        <translation>構成: 概要</translation>
    </message>
    <message>
        <source>Perspective: REST</source>
        <translation>構成: REST</translation>
    </message>
    <message>
        <source>Perspective: Gateway</source>
        <translation>構成: ゲートウェイ</translation>
    </message>
    <message>
        <source>Perspective: Plugins</source>
        <translation>構成: プラグイン</translation>
    </message>
    <message>
        <source>Switch between dark and light</source>
        <translation>ダーク／ライトを切り替え</translation>
    </message>
    <message>
        <source>Narrow or widen the rail</source>
        <translation>サイドバーの幅を切り替え</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>フィルター</translation>
    </message>
    <message>
        <source>Pause or go on</source>
        <translation>一時停止／再開</translation>
    </message>
    <message>
        <source>Pause or go on everywhere</source>
        <translation>すべて一時停止／再開</translation>
    </message>
    <message>
        <source>Show or hide details</source>
        <translation>詳細を表示／非表示</translation>
    </message>
    <message>
        <source>Shards: grid or table</source>
        <translation>シャード: グリッド／表</translation>
    </message>
    <message>
        <source>Forget the rows so far</source>
        <translation>これまでの行を消去</translation>
    </message>
    <message>
        <source>Copy the request as cURL</source>
        <translation>リクエストを cURL としてコピー</translation>
    </message>
    <message>
        <source>Attach to a bot</source>
        <translation>ボットに接続</translation>
    </message>
    <message>
        <source>Detach</source>
        <translation>切断</translation>
    </message>
    <message>
        <source>Open the menu</source>
        <translation>メニューを開く</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>コマンドを入力</translation>
    </message>
    <message>
        <source>running</source>
        <translation>実行中</translation>
    </message>
    <message>
        <source>No bot is running here. Type a name or a socket path</source>
        <translation>実行中のボットはありません。名前かソケットのパスを入力してください</translation>
    </message>
    <message>
        <source>Choose a bot, or type a name or a socket path</source>
        <translation>ボットを選ぶか、名前またはソケットのパスを入力</translation>
    </message>
    <message>
        <source>Attach to a bot (Ctrl+O)</source>
        <translation>ボットに接続 (Ctrl+O)</translation>
    </message>
    <message>
        <source>Cordial Inspector</source>
        <translation>Cordial Inspector</translation>
    </message>
    <message>
        <source>%1 (Ctrl+%2; Ctrl+click shows it beside the others)</source>
        <translation>%1 (Ctrl+%2、Ctrl+クリックで並べて表示)</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::OverviewPanel</name>
    <message>
        <source>Overview</source>
        <translation>概要</translation>
    </message>
    <message>
        <source>Shards ready</source>
        <translation>準備完了のシャード</translation>
    </message>
    <message>
        <source>Requests under way</source>
        <translation>処理中のリクエスト</translation>
    </message>
    <message>
        <source>Events per second</source>
        <translation>毎秒のイベント</translation>
    </message>
    <message>
        <source>Global limit</source>
        <translation>全体の制限</translation>
    </message>
    <message>
        <source>Invalid requests</source>
        <translation>無効なリクエスト</translation>
    </message>
    <message>
        <source>Sessions left to start</source>
        <translation>残りのセッション開始数</translation>
    </message>
    <message>
        <source>Waiting now, by reason</source>
        <translation>待機中（理由別）</translation>
    </message>
    <message>
        <source>Nothing is waiting. Requests appear here as they queue.</source>
        <translation>待機中のものはありません。リクエストが待つとここに表示されます。</translation>
    </message>
    <message>
        <source>Slowest routes</source>
        <translation>遅いルート</translation>
    </message>
    <message>
        <source>No request has finished yet.</source>
        <translation>完了したリクエストはまだありません。</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>要確認</translation>
    </message>
    <message>
        <source>Nothing needs attention.</source>
        <translation>確認が必要なものはありません。</translation>
    </message>
    <message>
        <source>Longest queues</source>
        <translation>長いキュー</translation>
    </message>
    <message>
        <source>No bucket holds anything back.</source>
        <translation>待たせているバケットはありません。</translation>
    </message>
    <message>
        <source>Latest warnings</source>
        <translation>最近の警告</translation>
    </message>
    <message>
        <source>No warning so far.</source>
        <translation>警告はまだありません。</translation>
    </message>
    <message>
        <source>per second</source>
        <translation>毎秒</translation>
    </message>
    <message>
        <source>in 10 minutes</source>
        <translation>10 分間</translation>
    </message>
    <message>
        <source>No shard yet</source>
        <translation>シャードはまだありません</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>／ %1</translation>
    </message>
    <message>
        <source>All connected</source>
        <translation>すべて接続済み</translation>
    </message>
    <message>
        <source>%1 since the start</source>
        <translation>開始以来 %1</translation>
    </message>
    <message>
        <source>%1 dropped</source>
        <translation>%1 件破棄</translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation>待機中のものはありません</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n 件待機中</numerusform>
        </translation>
    </message>
    <message>
        <source>Not reported yet</source>
        <translation>まだ報告がありません</translation>
    </message>
    <message>
        <source>Resets in %1</source>
        <translation>%1 後にリセット</translation>
    </message>
    <message>
        <source>Nearly used up</source>
        <translation>ほぼ使い切り</translation>
    </message>
    <message>
        <source>More than half is used</source>
        <translation>半分以上使用</translation>
    </message>
    <message>
        <source>Room to spare</source>
        <translation>余裕あり</translation>
    </message>
    <message numerus="yes">
        <source>mean of %n request(s), longest %1</source>
        <translation>
            <numerusform>%n 件の平均、最長 %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shard(s) stopped for good</source>
        <translation>
            <numerusform>%n 個のシャードが停止しました</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shard(s) disconnected</source>
        <translation>
            <numerusform>%n 個のシャードが切断されています</numerusform>
        </translation>
    </message>
    <message>
        <source>The global limit is nearly used up</source>
        <translation>全体の制限をほぼ使い切っています</translation>
    </message>
    <message>
        <source>Many invalid requests: a ban is near</source>
        <translation>無効なリクエストが多く、禁止の恐れがあります</translation>
    </message>
    <message>
        <source>Answers 429</source>
        <translation>429 応答</translation>
    </message>
    <message>
        <source>Plugin %1: %2</source>
        <translation>プラグイン %1: %2</translation>
    </message>
    <message>
        <source>Telemetry events lost</source>
        <translation>失われたテレメトリ</translation>
    </message>
    <message>
        <source>Drained in %1</source>
        <translation>%1 で解消</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::Panel</name>
    <message>
        <source>Pause %1</source>
        <translation>%1を一時停止</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>フィルター</translation>
    </message>
    <message>
        <source>Filter of %1</source>
        <translation>%1のフィルター</translation>
    </message>
    <message>
        <source>Words that must occur. “-word” hides, “name:word” looks at one column, quotes keep words together.</source>
        <translation>含まれるべき語。「-語」で除外、「名前:語」で一つの列、引用符で語をまとめます。</translation>
    </message>
    <message>
        <source>Not attached to a bot</source>
        <translation>ボットに接続していません</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>The connection is lost</source>
        <translation>接続が切れました</translation>
    </message>
    <message>
        <source>The host refused</source>
        <translation>ホストに拒否されました</translation>
    </message>
    <message>
        <source>Start a bot with “cordial run”, then choose it with Ctrl+O.</source>
        <translation>「cordial run」でボットを起動し、Ctrl+O で選んでください。</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::PluginModel</name>
    <message>
        <source>Plugin</source>
        <translation>プラグイン</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>バージョン</translation>
    </message>
    <message>
        <source>Load time</source>
        <translation>読み込み</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>処理数</translation>
    </message>
    <message>
        <source>Events and commands it has handled</source>
        <translation>処理したイベントとコマンド</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>Half of its handlers were faster</source>
        <translation>半数の処理はこれより速く完了</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>99 of 100 of its handlers were faster</source>
        <translation>100 回中 99 回はこれより速く完了</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>エラー</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::PluginsPanel</name>
    <message>
        <source>Plugins</source>
        <translation>プラグイン</translation>
    </message>
    <message>
        <source>No plugin</source>
        <translation>プラグインはありません</translation>
    </message>
    <message>
        <source>Load one with “cordial run --plugin FILE”.</source>
        <translation>「cordial run --plugin FILE」で読み込めます。</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>プラグイン</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::Rail</name>
    <message>
        <source>Panels</source>
        <translation>パネル</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::RequestModel</name>
    <message>
        <source>Status</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>時刻</translation>
    </message>
    <message>
        <source>When it was queued</source>
        <translation>キューに入った時刻</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>メソッド</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>パス</translation>
    </message>
    <message>
        <source>Waiting for</source>
        <translation>待ち理由</translation>
    </message>
    <message>
        <source>What it waits for, or last waited for</source>
        <translation>待っている理由、または最後に待った理由</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>待ち時間</translation>
    </message>
    <message>
        <source>From queued to its first byte out</source>
        <translation>キューから送信開始まで</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>合計</translation>
    </message>
    <message>
        <source>From queued to the end of the answer</source>
        <translation>キューから応答完了まで</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>時間</translation>
    </message>
    <message>
        <source>Hatched: waiting. Solid: on the wire.</source>
        <translation>斜線: 待ち。塗り: 通信中。</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>試行</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>優先度</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>サイズ</translation>
    </message>
    <message>
        <source>Bytes of the answer</source>
        <translation>応答のバイト数</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>プラグイン</translation>
    </message>
    <message>
        <source>Who asked for it</source>
        <translation>要求元</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>バケット</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>番号</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>How it ended is among the events that were lost.</source>
        <translation>結果は失われたイベントに含まれています。</translation>
    </message>
    <message>
        <source>Goes in about %1</source>
        <translation>約 %1 後に送信</translation>
    </message>
    <message>
        <source>waited %1 of %2</source>
        <translation>%2 のうち %1 待機</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>エラー</translation>
    </message>
    <message>
        <source>Place in queue</source>
        <translation>待ち順</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>送信済み</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>終了</translation>
    </message>
    <message>
        <source>Bytes out</source>
        <translation>送信バイト</translation>
    </message>
    <message>
        <source>Bytes in</source>
        <translation>受信バイト</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>ルート</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Timing, 0 to %1</source>
        <translation>時間 0〜%1</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::RequestsPanel</name>
    <message>
        <source>Requests</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation>待機中のものはありません</translation>
    </message>
    <message>
        <source>Requests appear here as the bot makes them.</source>
        <translation>ボットがリクエストを行うとここに表示されます。</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>リクエスト</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>cURL としてコピー</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::ShardGrid</name>
    <message>
        <source>Shards as a grid</source>
        <translation>シャードのグリッド</translation>
    </message>
    <message>
        <source>Shard %1: %2, latency %3, %4 events/s</source>
        <translation>シャード %1: %2、遅延 %3、%4 イベント/秒</translation>
    </message>
    <message>
        <source>No shard matches the filter</source>
        <translation>フィルターに一致するシャードはありません</translation>
    </message>
    <message>
        <source>%1 ev/s</source>
        <translation>%1 件/秒</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::ShardModel</name>
    <message>
        <source>Shard</source>
        <translation>シャード</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>For</source>
        <translation>経過</translation>
    </message>
    <message>
        <source>How long it has been in this state</source>
        <translation>この状態になってからの時間</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>遅延</translation>
    </message>
    <message>
        <source>Last heartbeat to its ACK</source>
        <translation>直近のハートビートから ACK まで</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>95 of 100 heartbeats were answered faster</source>
        <translation>100 回中 95 回はこれより速く応答</translation>
    </message>
    <message>
        <source>Events/s</source>
        <translation>件/秒</translation>
    </message>
    <message>
        <source>Last minute</source>
        <translation>直近 1 分</translation>
    </message>
    <message>
        <source>Events per second over the last minute</source>
        <translation>直近 1 分間の毎秒イベント数</translation>
    </message>
    <message>
        <source>Guilds</source>
        <translation>サーバー</translation>
    </message>
    <message>
        <source>Sends</source>
        <translation>送信</translation>
    </message>
    <message>
        <source>Sent in the last 60 s, of 120</source>
        <translation>直近 60 秒の送信数（上限 120）</translation>
    </message>
    <message>
        <source>Last ACK</source>
        <translation>最終 ACK</translation>
    </message>
    <message>
        <source>Time since the last heartbeat was answered</source>
        <translation>最後の ACK からの時間</translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation>シーケンス</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>セッション</translation>
    </message>
    <message>
        <source>First characters of the session</source>
        <translation>セッションの先頭文字</translation>
    </message>
    <message>
        <source>Resumes</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>Reconnects</source>
        <translation>再接続</translation>
    </message>
    <message>
        <source>Close code</source>
        <translation>終了コード</translation>
    </message>
    <message>
        <source>The last close code and its meaning</source>
        <translation>最後の終了コードとその意味</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>キー</translation>
    </message>
    <message>
        <source>Identify key: shard modulo max_concurrency</source>
        <translation>Identify キー: shard mod max_concurrency</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>破棄</translation>
    </message>
    <message>
        <source>Events dropped by the bounded queue</source>
        <translation>上限付きキューが破棄したイベント</translation>
    </message>
    <message>
        <source>Waiting for</source>
        <translation>待ち理由</translation>
    </message>
    <message>
        <source>%1 of %2 messages to the gateway in the last 60 s</source>
        <translation>直近 60 秒のゲートウェイ送信 %1／%2</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 中 %1</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>イベント</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::ShardsPanel</name>
    <message>
        <source>Shards</source>
        <translation>シャード</translation>
    </message>
    <message>
        <source>No shard yet</source>
        <translation>シャードはまだありません</translation>
    </message>
    <message>
        <source>Shards appear here as the bot connects.</source>
        <translation>ボットが接続するとシャードがここに表示されます。</translation>
    </message>
    <message>
        <source>Shard</source>
        <translation>シャード</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>色分け</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状態</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>遅延</translation>
    </message>
    <message>
        <source>Events/s</source>
        <translation>件/秒</translation>
    </message>
    <message>
        <source>Resumes</source>
        <translation>再開</translation>
    </message>
    <message>
        <source>As a grid</source>
        <translation>グリッド表示</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>表形式</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::StatusStrip</name>
    <message>
        <source>Link</source>
        <translation>接続</translation>
    </message>
    <message>
        <source>Time to the host and back</source>
        <translation>ホストとの往復時間</translation>
    </message>
    <message>
        <source>What the host sends</source>
        <translation>ホストからの受信量</translation>
    </message>
    <message>
        <source>Events that the host or the way dropped: what is shown and what is lost is all there was</source>
        <translation>ホストまたは経路で失われたイベント。表示分と損失分の合計が全体です</translation>
    </message>
    <message>
        <source>What being watched costs the host, as a part of one core</source>
        <translation>監視によるホストの負荷（1 コアに対する割合）</translation>
    </message>
    <message>
        <source>The longest of the last frames of this window</source>
        <translation>このウィンドウの直近フレームの最長時間</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>往復</translation>
    </message>
    <message>
        <source>In</source>
        <translation>受信</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/秒</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>損失</translation>
    </message>
    <message>
        <source>Host cost</source>
        <translation>負荷</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>フレーム</translation>
    </message>
    <message>
        <source>Not attached</source>
        <translation>未接続</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>ライブ</translation>
    </message>
    <message>
        <source>Stale %1</source>
        <translation>更新停止 %1</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒否</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::TablePanel</name>
    <message>
        <source>Show details of the selected row</source>
        <translation>選択した行の詳細を表示</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%2 中 %1</translation>
    </message>
    <message>
        <source>%1 not kept</source>
        <translation>%1 件は保持せず</translation>
    </message>
    <message>
        <source>+%1 new</source>
        <translation>新着 +%1</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>一時停止中</translation>
    </message>
    <message>
        <source>Go on with %1</source>
        <translation>%1を再開</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>%1を一時停止</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::Visuals</name>
    <message>
        <source>Disconnected</source>
        <translation>切断</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>接続中</translation>
    </message>
    <message>
        <source>Identifying</source>
        <translation>認証中</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>準備完了</translation>
    </message>
    <message>
        <source>Resuming</source>
        <translation>再開中</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>Fatal</source>
        <translation>致命的</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>不明</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>バケット</translation>
    </message>
    <message>
        <source>The bucket of this route is empty until it resets.</source>
        <translation>このルートのバケットはリセットまで空です。</translation>
    </message>
    <message>
        <source>Global limit</source>
        <translation>全体の制限</translation>
    </message>
    <message>
        <source>The global limit of requests per second is used up.</source>
        <translation>毎秒リクエストの全体制限を使い切りました。</translation>
    </message>
    <message>
        <source>Concurrency</source>
        <translation>同時実行</translation>
    </message>
    <message>
        <source>Others of this bucket or host are on their way; this one goes next.</source>
        <translation>同じバケットやホストの別のリクエストが送信中で、次に送られます。</translation>
    </message>
    <message>
        <source>429</source>
        <translation>429</translation>
    </message>
    <message>
        <source>Discord answered 429; waiting as long as it said.</source>
        <translation>Discord が 429 を返したため、指定された時間待ちます。</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>再試行</translation>
    </message>
    <message>
        <source>The last try failed; trying again after a pause.</source>
        <translation>直前の試行が失敗し、間を置いて再試行します。</translation>
    </message>
    <message>
        <source>Invalid budget</source>
        <translation>無効枠</translation>
    </message>
    <message>
        <source>Held back: more invalid answers would get this address banned.</source>
        <translation>保留中: これ以上の無効応答はアドレスの禁止につながります。</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>オフライン</translation>
    </message>
    <message>
        <source>There is no connection to Discord.</source>
        <translation>Discord への接続がありません。</translation>
    </message>
    <message>
        <source>Shutdown</source>
        <translation>終了処理</translation>
    </message>
    <message>
        <source>The bot is stopping.</source>
        <translation>ボットを停止しています。</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>その他</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>待機中</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>送信済み</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完了</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失敗</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>取り消し</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>リクエスト過多</translation>
    </message>
    <message>
        <source>Debug</source>
        <translation>デバッグ</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>情報</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>重大</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>読み込み済み</translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation>隔離</translation>
    </message>
    <message>
        <source>Unloaded</source>
        <translation>未読み込み</translation>
    </message>
    <message>
        <source>interaction</source>
        <translation>インタラクション</translation>
    </message>
    <message>
        <source>high</source>
        <translation>高</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>通常</translation>
    </message>
    <message>
        <source>bulk</source>
        <translation>一括</translation>
    </message>
    <message>
        <source>closed normally</source>
        <translation>正常終了</translation>
    </message>
    <message>
        <source>going away</source>
        <translation>離脱</translation>
    </message>
    <message>
        <source>connection lost</source>
        <translation>接続断</translation>
    </message>
    <message>
        <source>unknown error</source>
        <translation>不明なエラー</translation>
    </message>
    <message>
        <source>unknown opcode</source>
        <translation>不明なオペコード</translation>
    </message>
    <message>
        <source>payload could not be decoded or was too large</source>
        <translation>データを解読できないか大きすぎます</translation>
    </message>
    <message>
        <source>not authenticated</source>
        <translation>未認証</translation>
    </message>
    <message>
        <source>the token was refused</source>
        <translation>トークンが拒否されました</translation>
    </message>
    <message>
        <source>already authenticated</source>
        <translation>認証済み</translation>
    </message>
    <message>
        <source>invalid sequence</source>
        <translation>無効なシーケンス</translation>
    </message>
    <message>
        <source>sent too much</source>
        <translation>送信過多</translation>
    </message>
    <message>
        <source>session timed out</source>
        <translation>セッション期限切れ</translation>
    </message>
    <message>
        <source>invalid shard</source>
        <translation>無効なシャード</translation>
    </message>
    <message>
        <source>sharding required</source>
        <translation>シャーディングが必要</translation>
    </message>
    <message>
        <source>invalid API version</source>
        <translation>無効な API バージョン</translation>
    </message>
    <message>
        <source>invalid intents</source>
        <translation>無効なインテント</translation>
    </message>
    <message>
        <source>disallowed intents</source>
        <translation>許可されていないインテント</translation>
    </message>
</context>
</TS>
