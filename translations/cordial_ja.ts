<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja">
<context>
    <name>Cordial::CommandRegistry</name>
    <message>
        <source>This command is not available right now.</source>
        <translation>このコマンドは現在利用できません。</translation>
    </message>
    <message>
        <source>This no longer works: the plugin behind it is not loaded.</source>
        <translation>これはもう使えません。対応するプラグインが読み込まれていません。</translation>
    </message>
    <message>
        <source>Not so fast: this works again in %1 s.</source>
        <translation>少しお待ちください。あと %1 秒で再び使えます。</translation>
    </message>
    <message>
        <source>I could not look this server up: %1</source>
        <translation>このサーバーの情報を取得できませんでした: %1</translation>
    </message>
    <message>
        <source>This only works in the channels of a server.</source>
        <translation>これはサーバーのチャンネルでのみ使えます。</translation>
    </message>
    <message>
        <source>Sorry, for this you need the permission %1.</source>
        <translation>申し訳ありませんが、権限 %1 が必要です。</translation>
    </message>
    <message>
        <source>Sorry, I cannot do this here: I lack the permission %1.</source>
        <translation>申し訳ありませんが、ここではできません。権限 %1 がありません。</translation>
    </message>
    <message>
        <source>Sorry, something went wrong here.</source>
        <translation>申し訳ありません、問題が発生しました。</translation>
    </message>
</context>
<context>
    <name>Cordial::Commands::Arguments</name>
    <message>
        <source>at least %1 is needed</source>
        <translation>%1 以上が必要です</translation>
    </message>
    <message>
        <source>at most %1 is allowed</source>
        <translation>%1 以下でなければなりません</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a whole number</source>
        <translation>「%1」は整数ではありません</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a number</source>
        <translation>「%1」は数ではありません</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither yes nor no</source>
        <translation>「%1」は yes でも no でもありません</translation>
    </message>
    <message>
        <source>at least %1 characters</source>
        <translation>%1 文字以上</translation>
    </message>
    <message>
        <source>at most %1 characters</source>
        <translation>%1 文字以下</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither a user nor a role</source>
        <translation>「%1」はユーザーでもロールでもありません</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a user</source>
        <translation>「%1」はユーザーではありません</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a channel</source>
        <translation>「%1」はチャンネルではありません</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a role</source>
        <translation>「%1」はロールではありません</translation>
    </message>
    <message>
        <source>files can only be given with the slash command</source>
        <translation>ファイルはスラッシュコマンドでのみ指定できます</translation>
    </message>
    <message>
        <source>choose one of %1</source>
        <translation>%1 から選んでください</translation>
    </message>
    <message>
        <source>a quote is never closed</source>
        <translation>引用符が閉じられていません</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>がありません</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is too much</source>
        <translation>「%1」は余分です</translation>
    </message>
</context>
</TS>
