<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ja">
<context>
    <name>PingPlugin</name>
    <message>
        <source>Answers with pong</source>
        <translation>ポンと答えます</translation>
    </message>
    <message>
        <source>Something to be repeated</source>
        <translation>繰り返す言葉</translation>
    </message>
    <message>
        <source>Pong!</source>
        <translation>ポン！</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>もう一度</translation>
    </message>
    <message>
        <source>Pong! Times pressed: %1</source>
        <translation>ポン！押された回数：%1</translation>
    </message>
</context>
</TS>
