<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>Cordial::CommandRegistry</name>
    <message>
        <source>This command is not available right now.</source>
        <translation>Este comando no está disponible ahora.</translation>
    </message>
    <message>
        <source>This no longer works: the plugin behind it is not loaded.</source>
        <translation>Esto ya no funciona: el complemento no está cargado.</translation>
    </message>
    <message>
        <source>Not so fast: this works again in %1 s.</source>
        <translation>No tan rápido: podrás usarlo otra vez en %1 s.</translation>
    </message>
    <message>
        <source>I could not look this server up: %1</source>
        <translation>No pude consultar este servidor: %1</translation>
    </message>
    <message>
        <source>This only works in the channels of a server.</source>
        <translation>Esto solo funciona en los canales de un servidor.</translation>
    </message>
    <message>
        <source>Sorry, for this you need the permission %1.</source>
        <translation>Lo siento, para esto necesitas el permiso %1.</translation>
    </message>
    <message>
        <source>Sorry, I cannot do this here: I lack the permission %1.</source>
        <translation>Lo siento, aquí no puedo hacerlo: me falta el permiso %1.</translation>
    </message>
    <message>
        <source>Sorry, something went wrong here.</source>
        <translation>Lo siento, algo ha salido mal.</translation>
    </message>
</context>
<context>
    <name>Cordial::Commands::Arguments</name>
    <message>
        <source>at least %1 is needed</source>
        <translation>se necesita al menos %1</translation>
    </message>
    <message>
        <source>at most %1 is allowed</source>
        <translation>se permite como máximo %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a whole number</source>
        <translation>«%1» no es un número entero</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a number</source>
        <translation>«%1» no es un número</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither yes nor no</source>
        <translation>«%1» no es ni sí (yes) ni no</translation>
    </message>
    <message>
        <source>at least %1 characters</source>
        <translation>al menos %1 caracteres</translation>
    </message>
    <message>
        <source>at most %1 characters</source>
        <translation>como máximo %1 caracteres</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither a user nor a role</source>
        <translation>«%1» no es ni una persona ni un rol</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a user</source>
        <translation>«%1» no es una persona</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a channel</source>
        <translation>«%1» no es un canal</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a role</source>
        <translation>«%1» no es un rol</translation>
    </message>
    <message>
        <source>files can only be given with the slash command</source>
        <translation>los archivos solo se pueden dar con el comando de barra</translation>
    </message>
    <message>
        <source>choose one of %1</source>
        <translation>elige uno de %1</translation>
    </message>
    <message>
        <source>a quote is never closed</source>
        <translation>falta cerrar unas comillas</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>falta</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is too much</source>
        <translation>«%1» sobra</translation>
    </message>
</context>
</TS>
