<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es_ES" sourcelanguage="en_US">
<context>
    <name>Cordial::Inspector::BucketModel</name>
    <message>
        <source>Bucket</source>
        <translation>Bucket</translation>
    </message>
    <message>
        <source>Discord&apos;s hash; empty until the first answer names it</source>
        <translation>El hash de Discord; vacío hasta que la primera respuesta lo nombra</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Rutas</translation>
    </message>
    <message>
        <source>What shares this limit</source>
        <translation>Lo que comparte este límite</translation>
    </message>
    <message>
        <source>Channel or guild</source>
        <translation>Canal o servidor</translation>
    </message>
    <message>
        <source>Top-level resource</source>
        <translation>Recurso principal</translation>
    </message>
    <message>
        <source>Remaining</source>
        <translation>Restantes</translation>
    </message>
    <message>
        <source>Requests left in this window</source>
        <translation>Peticiones que quedan en esta ventana</translation>
    </message>
    <message>
        <source>Resets in</source>
        <translation>Se renueva en</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En cola</translation>
    </message>
    <message>
        <source>Requests waiting in this bucket</source>
        <translation>Peticiones que esperan en este bucket</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>En curso</translation>
    </message>
    <message>
        <source>Requests sent and not answered yet</source>
        <translation>Peticiones enviadas y aún sin respuesta</translation>
    </message>
    <message>
        <source>Head waits</source>
        <translation>La primera espera</translation>
    </message>
    <message>
        <source>How long the first of the queue has waited</source>
        <translation>Cuánto lleva esperando la primera de la cola</translation>
    </message>
    <message>
        <source>Drained in</source>
        <translation>Vacía en</translation>
    </message>
    <message>
        <source>When the queue should be empty</source>
        <translation>Cuándo debería quedar vacía la cola</translation>
    </message>
    <message>
        <source>429s</source>
        <translation>429</translation>
    </message>
    <message>
        <source>Answers 429 of any scope</source>
        <translation>Respuestas 429 de cualquier ámbito</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Aún no se conoce</translation>
    </message>
    <message>
        <source>%1 of %2 requests left</source>
        <translation>Quedan %1 de %2 peticiones</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>aún desconocido</translation>
    </message>
    <message>
        <source>user %1, shared %2, global %3</source>
        <translation>usuario %1, compartido %2, global %3</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Ventana</translation>
    </message>
    <message>
        <source>429, user</source>
        <translation>429, usuario</translation>
    </message>
    <message>
        <source>429, shared</source>
        <translation>429, compartido</translation>
    </message>
    <message>
        <source>429, global</source>
        <translation>429, global</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::BucketsPanel</name>
    <message>
        <source>Buckets</source>
        <translation>Buckets</translation>
    </message>
    <message>
        <source>No bucket yet</source>
        <translation>Aún no hay buckets</translation>
    </message>
    <message>
        <source>Discord names a bucket in its answers; each appears here once known.</source>
        <translation>Discord nombra los buckets en sus respuestas; cada uno aparece aquí al conocerse.</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>Bucket</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::CommandModel</name>
    <message>
        <source>Command</source>
        <translation>Comando</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>Plugin</translation>
    </message>
    <message>
        <source>Invoked</source>
        <translation>Invocado</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Rechazado</translation>
    </message>
    <message>
        <source>By a check, a permission or a cooldown</source>
        <translation>Por una comprobación, un permiso o un tiempo de espera</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>Última vez</translation>
    </message>
    <message>
        <source>How long it took the last time</source>
        <translation>Cuánto tardó la última vez</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>Paleta de comandos</translation>
    </message>
    <message>
        <source>Use “%1”</source>
        <translation>Usar «%1»</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>No se encontró nada</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::CommandsPanel</name>
    <message>
        <source>Commands</source>
        <translation>Comandos</translation>
    </message>
    <message>
        <source>No command</source>
        <translation>Ningún comando</translation>
    </message>
    <message>
        <source>Commands appear here as plugins register them.</source>
        <translation>Los comandos aparecen aquí cuando los plugins los registran.</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Comando</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::DataTable</name>
    <message>
        <source>No row matches the filter</source>
        <translation>Ninguna fila coincide con el filtro</translation>
    </message>
    <message numerus="yes">
        <source>Press Esc in the filter field to see all %n row(s).</source>
        <translation>
            <numerusform>Pulse Esc en el filtro para ver la única fila.</numerusform>
            <numerusform>Pulse Esc en el filtro para ver las %n filas.</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>Copiar valor</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>Copiar filas</translation>
    </message>
    <message>
        <source>Filter by this value</source>
        <translation>Filtrar por este valor</translation>
    </message>
    <message>
        <source>Hide this value</source>
        <translation>Ocultar este valor</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::LogModel</name>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>By the host&apos;s calendar</source>
        <translation>Según el reloj del host</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Nivel</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Categoría</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Mensaje</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Veces</translation>
    </message>
    <message>
        <source>How often the line came in a row</source>
        <translation>Cuántas veces seguidas apareció la línea</translation>
    </message>
    <message>
        <source>Shard</source>
        <translation>Shard</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>Plugin</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Petición</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::LogsPanel</name>
    <message>
        <source>Logs</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>Nothing logged</source>
        <translation>Nada registrado</translation>
    </message>
    <message>
        <source>The bot&apos;s log lines appear here as they are written.</source>
        <translation>Las líneas de registro del bot aparecen aquí según se escriben.</translation>
    </message>
    <message>
        <source>Log line</source>
        <translation>Línea de registro</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>Todos los niveles</translation>
    </message>
    <message>
        <source>Info and up</source>
        <translation>Desde información</translation>
    </message>
    <message>
        <source>Warnings and up</source>
        <translation>Desde advertencia</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Crítico</translation>
    </message>
    <message>
        <source>Least level shown</source>
        <translation>Nivel mínimo mostrado</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::MainWindow</name>
    <message>
        <source>Inspector</source>
        <translation>Inspector</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Host</translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation>Buscar comandos</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menú</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>Menú (F10)</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>Mostrar %1</translation>
    </message>
    <message>
        <source>Show or hide %1 beside</source>
        <translation>Mostrar u ocultar %1 al lado</translation>
    </message>
    <message>
        <source>Perspective: Overview</source>
        <translation>Perspectiva: resumen</translation>
    </message>
    <message>
        <source>Perspective: REST</source>
        <translation>Perspectiva: REST</translation>
    </message>
    <message>
        <source>Perspective: Gateway</source>
        <translation>Perspectiva: gateway</translation>
    </message>
    <message>
        <source>Perspective: Plugins</source>
        <translation>Perspectiva: plugins</translation>
    </message>
    <message>
        <source>Switch between dark and light</source>
        <translation>Cambiar entre oscuro y claro</translation>
    </message>
    <message>
        <source>Narrow or widen the rail</source>
        <translation>Estrechar o ensanchar la barra</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>Pause or go on</source>
        <translation>Pausar o continuar</translation>
    </message>
    <message>
        <source>Pause or go on everywhere</source>
        <translation>Pausar o continuar todo</translation>
    </message>
    <message>
        <source>Show or hide details</source>
        <translation>Mostrar u ocultar detalles</translation>
    </message>
    <message>
        <source>Shards: grid or table</source>
        <translation>Shards: cuadrícula o tabla</translation>
    </message>
    <message>
        <source>Forget the rows so far</source>
        <translation>Olvidar las filas hasta ahora</translation>
    </message>
    <message>
        <source>Copy the request as cURL</source>
        <translation>Copiar la petición como cURL</translation>
    </message>
    <message>
        <source>Attach to a bot</source>
        <translation>Conectar con un bot</translation>
    </message>
    <message>
        <source>Detach</source>
        <translation>Desconectar</translation>
    </message>
    <message>
        <source>Open the menu</source>
        <translation>Abrir el menú</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Salir</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>Escriba un comando</translation>
    </message>
    <message>
        <source>running</source>
        <translation>en marcha</translation>
    </message>
    <message>
        <source>No bot is running here. Type a name or a socket path</source>
        <translation>Aquí no hay ningún bot en marcha. Escriba un nombre o la ruta de un socket</translation>
    </message>
    <message>
        <source>Choose a bot, or type a name or a socket path</source>
        <translation>Elija un bot, o escriba un nombre o la ruta de un socket</translation>
    </message>
    <message>
        <source>Attach to a bot (Ctrl+O)</source>
        <translation>Conectar con un bot (Ctrl+O)</translation>
    </message>
    <message>
        <source>Cordial Inspector</source>
        <translation>Cordial Inspector</translation>
    </message>
    <message>
        <source>%1 (Ctrl+%2; Ctrl+click shows it beside the others)</source>
        <translation>%1 (Ctrl+%2; Ctrl+clic lo muestra junto a los demás)</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::OverviewPanel</name>
    <message>
        <source>Overview</source>
        <translation>Resumen</translation>
    </message>
    <message>
        <source>Shards ready</source>
        <translation>Shards listos</translation>
    </message>
    <message>
        <source>Requests under way</source>
        <translation>Peticiones en curso</translation>
    </message>
    <message>
        <source>Events per second</source>
        <translation>Eventos por segundo</translation>
    </message>
    <message>
        <source>Global limit</source>
        <translation>Límite global</translation>
    </message>
    <message>
        <source>Invalid requests</source>
        <translation>Peticiones no válidas</translation>
    </message>
    <message>
        <source>Sessions left to start</source>
        <translation>Sesiones que quedan por iniciar</translation>
    </message>
    <message>
        <source>Waiting now, by reason</source>
        <translation>En espera ahora, por motivo</translation>
    </message>
    <message>
        <source>Nothing is waiting. Requests appear here as they queue.</source>
        <translation>Nada espera. Las peticiones aparecen aquí al ponerse en cola.</translation>
    </message>
    <message>
        <source>Slowest routes</source>
        <translation>Rutas más lentas</translation>
    </message>
    <message>
        <source>No request has finished yet.</source>
        <translation>Aún no ha terminado ninguna petición.</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>Requiere atención</translation>
    </message>
    <message>
        <source>Nothing needs attention.</source>
        <translation>Nada requiere atención.</translation>
    </message>
    <message>
        <source>Longest queues</source>
        <translation>Colas más largas</translation>
    </message>
    <message>
        <source>No bucket holds anything back.</source>
        <translation>Ningún bucket retiene nada.</translation>
    </message>
    <message>
        <source>Latest warnings</source>
        <translation>Últimas advertencias</translation>
    </message>
    <message>
        <source>No warning so far.</source>
        <translation>Ninguna advertencia hasta ahora.</translation>
    </message>
    <message>
        <source>per second</source>
        <translation>por segundo</translation>
    </message>
    <message>
        <source>in 10 minutes</source>
        <translation>en 10 minutos</translation>
    </message>
    <message>
        <source>No shard yet</source>
        <translation>Aún no hay shards</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>de %1</translation>
    </message>
    <message>
        <source>All connected</source>
        <translation>Todos conectados</translation>
    </message>
    <message>
        <source>%1 since the start</source>
        <translation>%1 desde el inicio</translation>
    </message>
    <message>
        <source>%1 dropped</source>
        <translation>%1 descartados</translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation>Nada espera</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n en espera</numerusform>
            <numerusform>%n en espera</numerusform>
        </translation>
    </message>
    <message>
        <source>Not reported yet</source>
        <translation>Aún sin datos</translation>
    </message>
    <message>
        <source>Resets in %1</source>
        <translation>Se renueva en %1</translation>
    </message>
    <message>
        <source>Nearly used up</source>
        <translation>Casi agotado</translation>
    </message>
    <message>
        <source>More than half is used</source>
        <translation>Más de la mitad usado</translation>
    </message>
    <message>
        <source>Room to spare</source>
        <translation>Margen de sobra</translation>
    </message>
    <message numerus="yes">
        <source>mean of %n request(s), longest %1</source>
        <translation>
            <numerusform>%n petición, %1</numerusform>
            <numerusform>media de %n peticiones, la más larga %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shard(s) stopped for good</source>
        <translation>
            <numerusform>%n shard detenido definitivamente</numerusform>
            <numerusform>%n shards detenidos definitivamente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shard(s) disconnected</source>
        <translation>
            <numerusform>%n shard desconectado</numerusform>
            <numerusform>%n shards desconectados</numerusform>
        </translation>
    </message>
    <message>
        <source>The global limit is nearly used up</source>
        <translation>El límite global está casi agotado</translation>
    </message>
    <message>
        <source>Many invalid requests: a ban is near</source>
        <translation>Muchas peticiones no válidas: riesgo de bloqueo</translation>
    </message>
    <message>
        <source>Answers 429</source>
        <translation>Respuestas 429</translation>
    </message>
    <message>
        <source>Plugin %1: %2</source>
        <translation>Plugin %1: %2</translation>
    </message>
    <message>
        <source>Telemetry events lost</source>
        <translation>Eventos de telemetría perdidos</translation>
    </message>
    <message>
        <source>Drained in %1</source>
        <translation>Vacía en %1</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::Panel</name>
    <message>
        <source>Pause %1</source>
        <translation>Pausar %1</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filtro</translation>
    </message>
    <message>
        <source>Filter of %1</source>
        <translation>Filtro de %1</translation>
    </message>
    <message>
        <source>Words that must occur. “-word” hides, “name:word” looks at one column, quotes keep words together.</source>
        <translation>Palabras que deben aparecer. «-palabra» oculta, «nombre:palabra» busca en una columna, las comillas mantienen juntas las palabras.</translation>
    </message>
    <message>
        <source>Not attached to a bot</source>
        <translation>Sin conexión con un bot</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Conectando</translation>
    </message>
    <message>
        <source>The connection is lost</source>
        <translation>Se perdió la conexión</translation>
    </message>
    <message>
        <source>The host refused</source>
        <translation>El host lo rechazó</translation>
    </message>
    <message>
        <source>Start a bot with “cordial run”, then choose it with Ctrl+O.</source>
        <translation>Inicie un bot con «cordial run» y elíjalo con Ctrl+O.</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::PluginModel</name>
    <message>
        <source>Plugin</source>
        <translation>Plugin</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Versión</translation>
    </message>
    <message>
        <source>Load time</source>
        <translation>Carga</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>Atendidos</translation>
    </message>
    <message>
        <source>Events and commands it has handled</source>
        <translation>Eventos y comandos que ha atendido</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>Half of its handlers were faster</source>
        <translation>La mitad de sus ejecuciones fueron más rápidas</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>99 of 100 of its handlers were faster</source>
        <translation>99 de cada 100 ejecuciones fueron más rápidas</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Errores</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::PluginsPanel</name>
    <message>
        <source>Plugins</source>
        <translation>Plugins</translation>
    </message>
    <message>
        <source>No plugin</source>
        <translation>Ningún plugin</translation>
    </message>
    <message>
        <source>Load one with “cordial run --plugin FILE”.</source>
        <translation>Cargue uno con «cordial run --plugin ARCHIVO».</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>Plugin</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::Rail</name>
    <message>
        <source>Panels</source>
        <translation>Paneles</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::RequestModel</name>
    <message>
        <source>Status</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Hora</translation>
    </message>
    <message>
        <source>When it was queued</source>
        <translation>Cuándo entró en la cola</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Método</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>Waiting for</source>
        <translation>Espera por</translation>
    </message>
    <message>
        <source>What it waits for, or last waited for</source>
        <translation>Por qué espera, o esperó por última vez</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>Espera</translation>
    </message>
    <message>
        <source>From queued to its first byte out</source>
        <translation>Desde la cola hasta el primer byte enviado</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Total</translation>
    </message>
    <message>
        <source>From queued to the end of the answer</source>
        <translation>Desde la cola hasta el final de la respuesta</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>Tiempos</translation>
    </message>
    <message>
        <source>Hatched: waiting. Solid: on the wire.</source>
        <translation>Rayado: espera. Sólido: en la red.</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Intentos</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Prioridad</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Bytes of the answer</source>
        <translation>Bytes de la respuesta</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>Plugin</translation>
    </message>
    <message>
        <source>Who asked for it</source>
        <translation>Quién la pidió</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>Bucket</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>N.º</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>How it ended is among the events that were lost.</source>
        <translation>Cómo terminó está entre los eventos perdidos.</translation>
    </message>
    <message>
        <source>Goes in about %1</source>
        <translation>Sale en unos %1</translation>
    </message>
    <message>
        <source>waited %1 of %2</source>
        <translation>esperó %1 de %2</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Petición</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Error</translation>
    </message>
    <message>
        <source>Place in queue</source>
        <translation>Puesto en la cola</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En cola</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviada</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Terminada</translation>
    </message>
    <message>
        <source>Bytes out</source>
        <translation>Bytes enviados</translation>
    </message>
    <message>
        <source>Bytes in</source>
        <translation>Bytes recibidos</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Ruta</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>Timing, 0 to %1</source>
        <translation>Tiempos, 0 a %1</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::RequestsPanel</name>
    <message>
        <source>Requests</source>
        <translation>Peticiones</translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation>Nada espera</translation>
    </message>
    <message>
        <source>Requests appear here as the bot makes them.</source>
        <translation>Las peticiones aparecen aquí cuando el bot las hace.</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Petición</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>Copiar como cURL</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::ShardGrid</name>
    <message>
        <source>Shards as a grid</source>
        <translation>Shards en cuadrícula</translation>
    </message>
    <message>
        <source>Shard %1: %2, latency %3, %4 events/s</source>
        <translation>Shard %1: %2, latencia %3, %4 eventos/s</translation>
    </message>
    <message>
        <source>No shard matches the filter</source>
        <translation>Ningún shard coincide con el filtro</translation>
    </message>
    <message>
        <source>%1 ev/s</source>
        <translation>%1 ev/s</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::ShardModel</name>
    <message>
        <source>Shard</source>
        <translation>Shard</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Desde hace</translation>
    </message>
    <message>
        <source>How long it has been in this state</source>
        <translation>Cuánto lleva en este estado</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latencia</translation>
    </message>
    <message>
        <source>Last heartbeat to its ACK</source>
        <translation>Último latido hasta su ACK</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>95 of 100 heartbeats were answered faster</source>
        <translation>95 de cada 100 latidos se respondieron antes</translation>
    </message>
    <message>
        <source>Events/s</source>
        <translation>Eventos/s</translation>
    </message>
    <message>
        <source>Last minute</source>
        <translation>Último minuto</translation>
    </message>
    <message>
        <source>Events per second over the last minute</source>
        <translation>Eventos por segundo en el último minuto</translation>
    </message>
    <message>
        <source>Guilds</source>
        <translation>Servidores</translation>
    </message>
    <message>
        <source>Sends</source>
        <translation>Envíos</translation>
    </message>
    <message>
        <source>Sent in the last 60 s, of 120</source>
        <translation>Enviados en los últimos 60 s, de 120</translation>
    </message>
    <message>
        <source>Last ACK</source>
        <translation>Último ACK</translation>
    </message>
    <message>
        <source>Time since the last heartbeat was answered</source>
        <translation>Tiempo desde el último latido respondido</translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation>Secuencia</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sesión</translation>
    </message>
    <message>
        <source>First characters of the session</source>
        <translation>Primeros caracteres de la sesión</translation>
    </message>
    <message>
        <source>Resumes</source>
        <translation>Reanudado</translation>
    </message>
    <message>
        <source>Reconnects</source>
        <translation>Reconexiones</translation>
    </message>
    <message>
        <source>Close code</source>
        <translation>Código de cierre</translation>
    </message>
    <message>
        <source>The last close code and its meaning</source>
        <translation>El último código de cierre y su significado</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Clave</translation>
    </message>
    <message>
        <source>Identify key: shard modulo max_concurrency</source>
        <translation>Clave de identify: shard módulo max_concurrency</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Descartados</translation>
    </message>
    <message>
        <source>Events dropped by the bounded queue</source>
        <translation>Eventos descartados por la cola limitada</translation>
    </message>
    <message>
        <source>Waiting for</source>
        <translation>Espera por</translation>
    </message>
    <message>
        <source>%1 of %2 messages to the gateway in the last 60 s</source>
        <translation>%1 de %2 mensajes al gateway en los últimos 60 s</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Eventos</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::ShardsPanel</name>
    <message>
        <source>Shards</source>
        <translation>Shards</translation>
    </message>
    <message>
        <source>No shard yet</source>
        <translation>Aún no hay shards</translation>
    </message>
    <message>
        <source>Shards appear here as the bot connects.</source>
        <translation>Los shards aparecen aquí cuando el bot se conecta.</translation>
    </message>
    <message>
        <source>Shard</source>
        <translation>Shard</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>Color según</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latencia</translation>
    </message>
    <message>
        <source>Events/s</source>
        <translation>Eventos/s</translation>
    </message>
    <message>
        <source>Resumes</source>
        <translation>Reanudado</translation>
    </message>
    <message>
        <source>As a grid</source>
        <translation>En cuadrícula</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>En tabla</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::StatusStrip</name>
    <message>
        <source>Link</source>
        <translation>Conexión</translation>
    </message>
    <message>
        <source>Time to the host and back</source>
        <translation>Tiempo de ida y vuelta al host</translation>
    </message>
    <message>
        <source>What the host sends</source>
        <translation>Lo que envía el host</translation>
    </message>
    <message>
        <source>Events that the host or the way dropped: what is shown and what is lost is all there was</source>
        <translation>Eventos descartados por el host o por el camino: lo mostrado más lo perdido es todo lo que hubo</translation>
    </message>
    <message>
        <source>What being watched costs the host, as a part of one core</source>
        <translation>Lo que cuesta al host ser observado, como parte de un núcleo</translation>
    </message>
    <message>
        <source>The longest of the last frames of this window</source>
        <translation>El más largo de los últimos fotogramas de esta ventana</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Ida y vuelta</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Entrada</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Perdidos</translation>
    </message>
    <message>
        <source>Host cost</source>
        <translation>Coste</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Fotograma</translation>
    </message>
    <message>
        <source>Not attached</source>
        <translation>Sin conexión</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Conectando</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>En vivo</translation>
    </message>
    <message>
        <source>Stale %1</source>
        <translation>Desactualizado %1</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Rechazado</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::TablePanel</name>
    <message>
        <source>Show details of the selected row</source>
        <translation>Mostrar detalles de la fila elegida</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 de %2</translation>
    </message>
    <message>
        <source>%1 not kept</source>
        <translation>%1 no guardados</translation>
    </message>
    <message>
        <source>+%1 new</source>
        <translation>+%1 nuevas</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>en pausa</translation>
    </message>
    <message>
        <source>Go on with %1</source>
        <translation>Continuar con %1</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>Pausar %1</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::Visuals</name>
    <message>
        <source>Disconnected</source>
        <translation>Desconectado</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Conectando</translation>
    </message>
    <message>
        <source>Identifying</source>
        <translation>Identificándose</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Resuming</source>
        <translation>Reanudando</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Fatal</source>
        <translation>Fatal</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Desconocido</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>Bucket</translation>
    </message>
    <message>
        <source>The bucket of this route is empty until it resets.</source>
        <translation>El bucket de esta ruta está vacío hasta que se renueve.</translation>
    </message>
    <message>
        <source>Global limit</source>
        <translation>Límite global</translation>
    </message>
    <message>
        <source>The global limit of requests per second is used up.</source>
        <translation>El límite global de peticiones por segundo está agotado.</translation>
    </message>
    <message>
        <source>Concurrency</source>
        <translation>Concurrencia</translation>
    </message>
    <message>
        <source>Others of this bucket or host are on their way; this one goes next.</source>
        <translation>Hay otras de este bucket o host en camino; esta va después.</translation>
    </message>
    <message>
        <source>429</source>
        <translation>429</translation>
    </message>
    <message>
        <source>Discord answered 429; waiting as long as it said.</source>
        <translation>Discord respondió 429; se espera lo que indicó.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Reintento</translation>
    </message>
    <message>
        <source>The last try failed; trying again after a pause.</source>
        <translation>El último intento falló; se reintenta tras una pausa.</translation>
    </message>
    <message>
        <source>Invalid budget</source>
        <translation>Cupo de errores</translation>
    </message>
    <message>
        <source>Held back: more invalid answers would get this address banned.</source>
        <translation>Retenida: más respuestas no válidas harían bloquear esta dirección.</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Sin conexión</translation>
    </message>
    <message>
        <source>There is no connection to Discord.</source>
        <translation>No hay conexión con Discord.</translation>
    </message>
    <message>
        <source>Shutdown</source>
        <translation>Cierre</translation>
    </message>
    <message>
        <source>The bot is stopping.</source>
        <translation>El bot se está deteniendo.</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otro</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>En cola</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Enviada</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Hecho</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fallida</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Cancelada</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>Demasiadas peticiones</translation>
    </message>
    <message>
        <source>Debug</source>
        <translation>Depuración</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Advertencia</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Crítico</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>Cargado</translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation>En cuarentena</translation>
    </message>
    <message>
        <source>Unloaded</source>
        <translation>Descargado</translation>
    </message>
    <message>
        <source>interaction</source>
        <translation>interacción</translation>
    </message>
    <message>
        <source>high</source>
        <translation>alta</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>bulk</source>
        <translation>masiva</translation>
    </message>
    <message>
        <source>closed normally</source>
        <translation>cierre normal</translation>
    </message>
    <message>
        <source>going away</source>
        <translation>se retira</translation>
    </message>
    <message>
        <source>connection lost</source>
        <translation>conexión perdida</translation>
    </message>
    <message>
        <source>unknown error</source>
        <translation>error desconocido</translation>
    </message>
    <message>
        <source>unknown opcode</source>
        <translation>opcode desconocido</translation>
    </message>
    <message>
        <source>payload could not be decoded or was too large</source>
        <translation>datos ilegibles o demasiado grandes</translation>
    </message>
    <message>
        <source>not authenticated</source>
        <translation>sin autenticar</translation>
    </message>
    <message>
        <source>the token was refused</source>
        <translation>el token fue rechazado</translation>
    </message>
    <message>
        <source>already authenticated</source>
        <translation>ya autenticado</translation>
    </message>
    <message>
        <source>invalid sequence</source>
        <translation>secuencia no válida</translation>
    </message>
    <message>
        <source>sent too much</source>
        <translation>demasiados envíos</translation>
    </message>
    <message>
        <source>session timed out</source>
        <translation>sesión caducada</translation>
    </message>
    <message>
        <source>invalid shard</source>
        <translation>shard no válido</translation>
    </message>
    <message>
        <source>sharding required</source>
        <translation>se requiere sharding</translation>
    </message>
    <message>
        <source>invalid API version</source>
        <translation>versión de API no válida</translation>
    </message>
    <message>
        <source>invalid intents</source>
        <translation>intents no válidos</translation>
    </message>
    <message>
        <source>disallowed intents</source>
        <translation>intents no permitidos</translation>
    </message>
</context>
</TS>
