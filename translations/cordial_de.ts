<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>Cordial::CommandRegistry</name>
    <message>
        <source>This command is not available right now.</source>
        <translation>Dieser Befehl ist gerade nicht verfügbar.</translation>
    </message>
    <message>
        <source>This no longer works: the plugin behind it is not loaded.</source>
        <translation>Das geht nicht mehr: Das Plugin dahinter ist nicht geladen.</translation>
    </message>
    <message>
        <source>Not so fast: this works again in %1 s.</source>
        <translation>Nicht so schnell: Das geht wieder in %1 s.</translation>
    </message>
    <message>
        <source>I could not look this server up: %1</source>
        <translation>Ich konnte diesen Server nicht nachschlagen: %1</translation>
    </message>
    <message>
        <source>This only works in the channels of a server.</source>
        <translation>Das geht nur in den Kanälen eines Servers.</translation>
    </message>
    <message>
        <source>Sorry, for this you need the permission %1.</source>
        <translation>Dafür brauchst du leider die Berechtigung %1.</translation>
    </message>
    <message>
        <source>Sorry, I cannot do this here: I lack the permission %1.</source>
        <translation>Das kann ich hier leider nicht: Mir fehlt die Berechtigung %1.</translation>
    </message>
    <message>
        <source>Sorry, something went wrong here.</source>
        <translation>Da ist leider etwas schiefgegangen.</translation>
    </message>
</context>
<context>
    <name>Cordial::Commands::Arguments</name>
    <message>
        <source>at least %1 is needed</source>
        <translation>mindestens %1 ist nötig</translation>
    </message>
    <message>
        <source>at most %1 is allowed</source>
        <translation>höchstens %1 ist erlaubt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a whole number</source>
        <translation>„%1“ ist keine ganze Zahl</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a number</source>
        <translation>„%1“ ist keine Zahl</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither yes nor no</source>
        <translation>„%1“ ist weder ja (yes) noch nein (no)</translation>
    </message>
    <message>
        <source>at least %1 characters</source>
        <translation>mindestens %1 Zeichen</translation>
    </message>
    <message>
        <source>at most %1 characters</source>
        <translation>höchstens %1 Zeichen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is neither a user nor a role</source>
        <translation>„%1“ ist weder eine Person noch eine Rolle</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a user</source>
        <translation>„%1“ ist keine Person</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a channel</source>
        <translation>„%1“ ist kein Kanal</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is not a role</source>
        <translation>„%1“ ist keine Rolle</translation>
    </message>
    <message>
        <source>files can only be given with the slash command</source>
        <translation>Dateien gehen nur mit dem Schrägstrich-Befehl</translation>
    </message>
    <message>
        <source>choose one of %1</source>
        <translation>wähle eines von %1</translation>
    </message>
    <message>
        <source>a quote is never closed</source>
        <translation>ein Anführungszeichen wird nie geschlossen</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>fehlt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is too much</source>
        <translation>„%1“ ist zu viel</translation>
    </message>
</context>
</TS>
