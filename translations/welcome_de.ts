<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>WelcomePlugin</name>
    <message>
        <source>Welcome to {server}, {user}!</source>
        <translation>Willkommen auf {server}, {user}!</translation>
    </message>
    <message>
        <source>{name} has left. Farewell!</source>
        <translation>{name} ist gegangen. Leb wohl!</translation>
    </message>
    <message>
        <source>Good to hear from you, {name}.</source>
        <translation>Schön, von dir zu hören, {name}.</translation>
    </message>
</context>
</TS>
