<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>PingPlugin</name>
    <message>
        <source>Answers with pong</source>
        <translation>Responde con pong</translation>
    </message>
    <message>
        <source>Something to be repeated</source>
        <translation>Algo que se repetirá</translation>
    </message>
    <message>
        <source>Pong!</source>
        <translation>¡Pong!</translation>
    </message>
    <message>
        <source>Again</source>
        <translation>Otra vez</translation>
    </message>
    <message>
        <source>Pong! Times pressed: %1</source>
        <translation>¡Pong! Veces pulsado: %1</translation>
    </message>
</context>
</TS>
