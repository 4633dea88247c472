<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>WelcomePlugin</name>
    <message>
        <source>Welcome to {server}, {user}!</source>
        <translation>¡Te damos la bienvenida a {server}, {user}!</translation>
    </message>
    <message>
        <source>{name} has left. Farewell!</source>
        <translation>{name} se ha ido. ¡Hasta siempre!</translation>
    </message>
    <message>
        <source>Good to hear from you, {name}.</source>
        <translation>Qué bueno saber de ti, {name}.</translation>
    </message>
</context>
</TS>
