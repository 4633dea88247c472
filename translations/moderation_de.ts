<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de">
<context>
    <name>ModerationPlugin</name>
    <message>
        <source>Deletes the newest messages here</source>
        <translation>Löscht hier die neuesten Nachrichten</translation>
    </message>
    <message>
        <source>How many messages</source>
        <translation>Wie viele Nachrichten</translation>
    </message>
    <message>
        <source>Only messages of this person</source>
        <translation>Nur Nachrichten dieser Person</translation>
    </message>
    <message>
        <source>A purge is running here already.</source>
        <translation>Hier läuft schon eine Löschung.</translation>
    </message>
</context>
<context>
    <name>PurgeJob</name>
    <message>
        <source>The messages could not be read: %1</source>
        <translation>Die Nachrichten ließen sich nicht lesen: %1</translation>
    </message>
    <message>
        <source>There is nothing to delete.</source>
        <translation>Es gibt nichts zu löschen.</translation>
    </message>
    <message>
        <source>Deleted: %1</source>
        <translation>Gelöscht: %1</translation>
    </message>
    <message>
        <source>Deleted %1 of %2, then Discord refused: %3</source>
        <translation>%1 von %2 gelöscht, dann lehnte Discord ab: %3</translation>
    </message>
    <message>
        <source>Deleting: %1 of %2</source>
        <translation>Lösche: %1 von %2</translation>
    </message>
    <message>
        <source>waiting %1 s for Discord&apos;s rate limit</source>
        <translation>wartet %1 s auf Discords Ratenlimit</translation>
    </message>
</context>
</TS>
