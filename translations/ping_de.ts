<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>PingPlugin</name>
    <message>
        <source>Answers with pong</source>
        <translation>Antwortet mit Pong</translation>
    </message>
    <message>
        <source>Something to be repeated</source>
        <translation>Etwas, das wiederholt wird</translation>
    </message>
    <message>
        <source>Pong!</source>
        <translation>Pong!</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>Noch einmal</translation>
    </message>
    <message>
        <source>Pong! Times pressed: %1</source>
        <translation>Pong! Gedrückt: %1-mal</translation>
    </message>
</context>
</TS>
