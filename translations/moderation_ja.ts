<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja">
<context>
    <name>ModerationPlugin</name>
    <message>
        <source>Deletes the newest messages here</source>
        <translation>ここの最新メッセージを削除します</translation>
    </message>
    <message>
        <source>How many messages</source>
        <translation>メッセージの数</translation>
    </message>
    <message>
        <source>Only messages of this person</source>
        <translation>この人のメッセージだけ</translation>
    </message>
    <message>
        <source>A purge is running here already.</source>
        <translation>ここではすでに削除が進行中です。</translation>
    </message>
</context>
<context>
    <name>PurgeJob</name>
    <message>
        <source>The messages could not be read: %1</source>
        <translation>メッセージを読み取れませんでした：%1</translation>
    </message>
    <message>
        <source>There is nothing to delete.</source>
        <translation>削除するものがありません。</translation>
    </message>
    <message>
        <source>Deleted: %1</source>
        <translation>削除済み：%1</translation>
    </message>
    <message>
        <source>Deleted %1 of %2, then Discord refused: %3</source>
        <translation>%2 件中 %1 件を削除した後、Discord に拒否されました：%3</translation>
    </message>
    <message>
        <source>Deleting: %1 of %2</source>
        <translation>削除中：%1 / %2</translation>
    </message>
    <message>
        <source>waiting %1 s for Discord&apos;s rate limit</source>
        <translation>Discord のレート制限を %1 秒待機中</translation>
    </message>
</context>
</TS>
