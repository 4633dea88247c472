<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es">
<context>
    <name>ModerationPlugin</name>
    <message>
        <source>Deletes the newest messages here</source>
        <translation>Borra los mensajes más recientes de aquí</translation>
    </message>
    <message>
        <source>How many messages</source>
        <translation>Cuántos mensajes</translation>
    </message>
    <message>
        <source>Only messages of this person</source>
        <translation>Solo los mensajes de esta persona</translation>
    </message>
    <message>
        <source>A purge is running here already.</source>
        <translation>Aquí ya hay un borrado en curso.</translation>
    </message>
</context>
<context>
    <name>PurgeJob</name>
    <message>
        <source>The messages could not be read: %1</source>
        <translation>No se pudieron leer los mensajes: %1</translation>
    </message>
    <message>
        <source>There is nothing to delete.</source>
        <translation>No hay nada que borrar.</translation>
    </message>
    <message>
        <source>Deleted: %1</source>
        <translation>Borrados: %1</translation>
    </message>
    <message>
        <source>Deleted %1 of %2, then Discord refused: %3</source>
        <translation>Borrados %1 de %2; después Discord lo rechazó: %3</translation>
    </message>
    <message>
        <source>Deleting: %1 of %2</source>
        <translation>Borrando: %1 de %2</translation>
    </message>
    <message>
        <source>waiting %1 s for Discord&apos;s rate limit</source>
        <translation>esperando %1 s por el límite de Discord</translation>
    </message>
</context>
</TS>
