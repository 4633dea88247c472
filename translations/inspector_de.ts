<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en_US">
<context>
    <name>Cordial::Inspector::BucketModel</name>
    <message>
        <source>Bucket</source>
        <translation>Bucket</translation>
    </message>
    <message>
        <source>Discord&apos;s hash; empty until the first answer names it</source>
        <translation>Discords Hash; leer, bis die erste Antwort ihn nennt</translation>
    </message>
    <message>
        <source>Routes</source>
        <translation>Routen</translation>
    </message>
    <message>
        <source>What shares this limit</source>
        <translation>Was sich dieses Limit teilt</translation>
    </message>
    <message>
        <source>Channel or guild</source>
        <translation>Kanal oder Server</translation>
    </message>
    <message>
        <source>Top-level resource</source>
        <translation>Oberste Ressource</translation>
    </message>
    <message>
        <source>Remaining</source>
        <translation>Verbleibend</translation>
    </message>
    <message>
        <source>Requests left in this window</source>
        <translation>Anfragen, die in diesem Fenster noch frei sind</translation>
    </message>
    <message>
        <source>Resets in</source>
        <translation>Neu in</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Requests waiting in this bucket</source>
        <translation>Anfragen, die in diesem Bucket warten</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>Unterwegs</translation>
    </message>
    <message>
        <source>Requests sent and not answered yet</source>
        <translation>Gesendete, noch unbeantwortete Anfragen</translation>
    </message>
    <message>
        <source>Head waits</source>
        <translation>Erste wartet</translation>
    </message>
    <message>
        <source>How long the first of the queue has waited</source>
        <translation>Wie lange die erste der Schlange schon wartet</translation>
    </message>
    <message>
        <source>Drained in</source>
        <translation>Leer in</translation>
    </message>
    <message>
        <source>When the queue should be empty</source>
        <translation>Wann die Schlange leer sein sollte</translation>
    </message>
    <message>
        <source>429s</source>
        <translation>429er</translation>
    </message>
    <message>
        <source>Answers 429 of any scope</source>
        <translation>Antworten 429 jeder Art</translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation>Noch nicht bekannt</translation>
    </message>
    <message>
        <source>%1 of %2 requests left</source>
        <translation>%1 von %2 Anfragen frei</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>noch unbekannt</translation>
    </message>
    <message>
        <source>user %1, shared %2, global %3</source>
        <translation>Benutzer %1, geteilt %2, global %3</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>429, user</source>
        <translation>429, Benutzer</translation>
    </message>
    <message>
        <source>429, shared</source>
        <translation>429, geteilt</translation>
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
        <translation>Noch kein Bucket</translation>
    </message>
    <message>
        <source>Discord names a bucket in its answers; each appears here once known.</source>
        <translation>Discord nennt Buckets in seinen Antworten; jeder erscheint hier, sobald er bekannt ist.</translation>
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
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>Plugin</translation>
    </message>
    <message>
        <source>Invoked</source>
        <translation>Aufrufe</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>By a check, a permission or a cooldown</source>
        <translation>Durch eine Prüfung, ein Recht oder eine Sperrzeit</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Last run</source>
        <translation>Letzter Lauf</translation>
    </message>
    <message>
        <source>How long it took the last time</source>
        <translation>Wie lange es beim letzten Mal dauerte</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Use “%1”</source>
        <translation>„%1“ verwenden</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::CommandsPanel</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>No command</source>
        <translation>Kein Befehl</translation>
    </message>
    <message>
        <source>Commands appear here as plugins register them.</source>
        <translation>Befehle erscheinen hier, sobald Plugins sie anmelden.</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::DataTable</name>
    <message>
        <source>No row matches the filter</source>
        <translation>Keine Zeile passt zum Filter</translation>
    </message>
    <message numerus="yes">
        <source>Press Esc in the filter field to see all %n row(s).</source>
        <translation>
            <numerusform>Esc im Filterfeld zeigt die einzige Zeile.</numerusform>
            <numerusform>Esc im Filterfeld zeigt alle %n Zeilen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation>Wert kopieren</translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation>Zeilen kopieren</translation>
    </message>
    <message>
        <source>Filter by this value</source>
        <translation>Nach diesem Wert filtern</translation>
    </message>
    <message>
        <source>Hide this value</source>
        <translation>Diesen Wert ausblenden</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::LogModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>By the host&apos;s calendar</source>
        <translation>Nach der Uhr des Hosts</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Category</source>
        <translation>Kategorie</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Mal</translation>
    </message>
    <message>
        <source>How often the line came in a row</source>
        <translation>Wie oft die Zeile hintereinander kam</translation>
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
        <translation>Anfrage</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::LogsPanel</name>
    <message>
        <source>Logs</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Nothing logged</source>
        <translation>Nichts protokolliert</translation>
    </message>
    <message>
        <source>The bot&apos;s log lines appear here as they are written.</source>
        <translation>Die Protokollzeilen des Bots erscheinen hier, sobald sie geschrieben werden.</translation>
    </message>
    <message>
        <source>Log line</source>
        <translation>Protokollzeile</translation>
    </message>
    <message>
        <source>All levels</source>
        <translation>Alle Stufen</translation>
    </message>
    <message>
        <source>Info and up</source>
        <translation>Ab Info</translation>
    </message>
    <message>
        <source>Warnings and up</source>
        <translation>Ab Warnung</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
    <message>
        <source>Least level shown</source>
        <translation>Niedrigste gezeigte Stufe</translation>
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
        <translation>Befehle suchen</translation>
    </message>
    <message>
        <source>Menu</source>
        <translation>Menü</translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation>Menü (F10)</translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation>%1 zeigen</translation>
    </message>
    <message>
        <source>Show or hide %1 beside</source>
        <translation>%1 daneben ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Perspective: Overview</source>
        <translation>Ansicht: Übersicht</translation>
    </message>
    <message>
        <source>Perspective: REST</source>
        <translation>Ansicht: REST</translation>
    </message>
    <message>
        <source>Perspective: Gateway</source>
        <translation>Ansicht: Gateway</translation>
    </message>
    <message>
        <source>Perspective: Plugins</source>
        <translation>Ansicht: Plugins</translation>
    </message>
    <message>
        <source>Switch between dark and light</source>
        <translation>Zwischen dunkel und hell wechseln</translation>
    </message>
    <message>
        <source>Narrow or widen the rail</source>
        <translation>Leiste schmal oder breit</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Pause or go on</source>
        <translation>Anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Pause or go on everywhere</source>
        <translation>Überall anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Show or hide details</source>
        <translation>Einzelheiten ein- oder ausblenden</translation>
    </message>
    <message>
        <source>Shards: grid or table</source>
        <translation>Shards: Raster oder Tabelle</translation>
    </message>
    <message>
        <source>Forget the rows so far</source>
        <translation>Bisherige Zeilen vergessen</translation>
    </message>
    <message>
        <source>Copy the request as cURL</source>
        <translation>Anfrage als cURL kopieren</translation>
    </message>
    <message>
        <source>Attach to a bot</source>
        <translation>Mit einem Bot verbinden</translation>
    </message>
    <message>
        <source>Detach</source>
        <translation>Trennen</translation>
    </message>
    <message>
        <source>Open the menu</source>
        <translation>Menü öffnen</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>Befehl eingeben</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>No bot is running here. Type a name or a socket path</source>
        <translation>Hier läuft kein Bot. Namen oder Socket-Pfad eingeben</translation>
    </message>
    <message>
        <source>Choose a bot, or type a name or a socket path</source>
        <translation>Bot wählen, oder Namen oder Socket-Pfad eingeben</translation>
    </message>
    <message>
        <source>Attach to a bot (Ctrl+O)</source>
        <translation>Mit einem Bot verbinden (Strg+O)</translation>
    </message>
    <message>
        <source>Cordial Inspector</source>
        <translation>Cordial Inspector</translation>
    </message>
    <message>
        <source>%1 (Ctrl+%2; Ctrl+click shows it beside the others)</source>
        <translation>%1 (Strg+%2; Strg+Klick zeigt es neben den anderen)</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::OverviewPanel</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Shards ready</source>
        <translation>Shards bereit</translation>
    </message>
    <message>
        <source>Requests under way</source>
        <translation>Laufende Anfragen</translation>
    </message>
    <message>
        <source>Events per second</source>
        <translation>Ereignisse pro Sekunde</translation>
    </message>
    <message>
        <source>Global limit</source>
        <translation>Globales Limit</translation>
    </message>
    <message>
        <source>Invalid requests</source>
        <translation>Ungültige Anfragen</translation>
    </message>
    <message>
        <source>Sessions left to start</source>
        <translation>Verbleibende Sitzungsstarts</translation>
    </message>
    <message>
        <source>Waiting now, by reason</source>
        <translation>Wartet jetzt, nach Grund</translation>
    </message>
    <message>
        <source>Nothing is waiting. Requests appear here as they queue.</source>
        <translation>Nichts wartet. Anfragen erscheinen hier, sobald sie anstehen.</translation>
    </message>
    <message>
        <source>Slowest routes</source>
        <translation>Langsamste Routen</translation>
    </message>
    <message>
        <source>No request has finished yet.</source>
        <translation>Noch keine Anfrage ist fertig.</translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation>Braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Nothing needs attention.</source>
        <translation>Alles in Ordnung.</translation>
    </message>
    <message>
        <source>Longest queues</source>
        <translation>Längste Schlangen</translation>
    </message>
    <message>
        <source>No bucket holds anything back.</source>
        <translation>Kein Bucket hält etwas zurück.</translation>
    </message>
    <message>
        <source>Latest warnings</source>
        <translation>Letzte Warnungen</translation>
    </message>
    <message>
        <source>No warning so far.</source>
        <translation>Bisher keine Warnung.</translation>
    </message>
    <message>
        <source>per second</source>
        <translation>pro Sekunde</translation>
    </message>
    <message>
        <source>in 10 minutes</source>
        <translation>in 10 Minuten</translation>
    </message>
    <message>
        <source>No shard yet</source>
        <translation>Noch kein Shard</translation>
    </message>
    <message>
        <source>of %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>All connected</source>
        <translation>Alle verbunden</translation>
    </message>
    <message>
        <source>%1 since the start</source>
        <translation>%1 seit dem Start</translation>
    </message>
    <message>
        <source>%1 dropped</source>
        <translation>%1 verworfen</translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation>Nichts wartet</translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Not reported yet</source>
        <translation>Noch nicht gemeldet</translation>
    </message>
    <message>
        <source>Resets in %1</source>
        <translation>Neu in %1</translation>
    </message>
    <message>
        <source>Nearly used up</source>
        <translation>Fast aufgebraucht</translation>
    </message>
    <message>
        <source>More than half is used</source>
        <translation>Mehr als die Hälfte verbraucht</translation>
    </message>
    <message>
        <source>Room to spare</source>
        <translation>Reichlich Platz</translation>
    </message>
    <message numerus="yes">
        <source>mean of %n request(s), longest %1</source>
        <translation>
            <numerusform>%n Anfrage, %1</numerusform>
            <numerusform>Mittel aus %n Anfragen, längste %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shard(s) stopped for good</source>
        <translation>
            <numerusform>%n Shard endgültig gestoppt</numerusform>
            <numerusform>%n Shards endgültig gestoppt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shard(s) disconnected</source>
        <translation>
            <numerusform>%n Shard getrennt</numerusform>
            <numerusform>%n Shards getrennt</numerusform>
        </translation>
    </message>
    <message>
        <source>The global limit is nearly used up</source>
        <translation>Das globale Limit ist fast aufgebraucht</translation>
    </message>
    <message>
        <source>Many invalid requests: a ban is near</source>
        <translation>Viele ungültige Anfragen: eine Sperre droht</translation>
    </message>
    <message>
        <source>Answers 429</source>
        <translation>Antworten 429</translation>
    </message>
    <message>
        <source>Plugin %1: %2</source>
        <translation>Plugin %1: %2</translation>
    </message>
    <message>
        <source>Telemetry events lost</source>
        <translation>Telemetrie-Ereignisse verloren</translation>
    </message>
    <message>
        <source>Drained in %1</source>
        <translation>Leer in %1</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::Panel</name>
    <message>
        <source>Pause %1</source>
        <translation>%1 anhalten</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter of %1</source>
        <translation>Filter für %1</translation>
    </message>
    <message>
        <source>Words that must occur. “-word” hides, “name:word” looks at one column, quotes keep words together.</source>
        <translation>Wörter, die vorkommen müssen. „-wort“ blendet aus, „name:wort“ sucht in einer Spalte, Anführungszeichen halten Wörter zusammen.</translation>
    </message>
    <message>
        <source>Not attached to a bot</source>
        <translation>Mit keinem Bot verbunden</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>The connection is lost</source>
        <translation>Die Verbindung ist verloren</translation>
    </message>
    <message>
        <source>The host refused</source>
        <translation>Der Host hat abgelehnt</translation>
    </message>
    <message>
        <source>Start a bot with “cordial run”, then choose it with Ctrl+O.</source>
        <translation>Starten Sie einen Bot mit „cordial run“ und wählen Sie ihn mit Strg+O.</translation>
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
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Load time</source>
        <translation>Ladezeit</translation>
    </message>
    <message>
        <source>Handled</source>
        <translation>Bearbeitet</translation>
    </message>
    <message>
        <source>Events and commands it has handled</source>
        <translation>Ereignisse und Befehle, die es bearbeitet hat</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>Half of its handlers were faster</source>
        <translation>Die Hälfte seiner Läufe war schneller</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>99 of 100 of its handlers were faster</source>
        <translation>99 von 100 seiner Läufe waren schneller</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
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
        <translation>Kein Plugin</translation>
    </message>
    <message>
        <source>Load one with “cordial run --plugin FILE”.</source>
        <translation>Laden Sie eines mit „cordial run --plugin DATEI“.</translation>
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
        <translation>Bereiche</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::RequestModel</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>When it was queued</source>
        <translation>Wann sie anstand</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Waiting for</source>
        <translation>Wartet auf</translation>
    </message>
    <message>
        <source>What it waits for, or last waited for</source>
        <translation>Worauf sie wartet oder zuletzt gewartet hat</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>Gewartet</translation>
    </message>
    <message>
        <source>From queued to its first byte out</source>
        <translation>Vom Anstehen bis zum ersten gesendeten Byte</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>From queued to the end of the answer</source>
        <translation>Vom Anstehen bis zum Ende der Antwort</translation>
    </message>
    <message>
        <source>Timing</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Hatched: waiting. Solid: on the wire.</source>
        <translation>Schraffiert: wartet. Voll: unterwegs.</translation>
    </message>
    <message>
        <source>Tries</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Vorrang</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Bytes of the answer</source>
        <translation>Bytes der Antwort</translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation>Plugin</translation>
    </message>
    <message>
        <source>Who asked for it</source>
        <translation>Wer sie gestellt hat</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>Bucket</translation>
    </message>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>How it ended is among the events that were lost.</source>
        <translation>Wie sie endete, ist unter den verlorenen Ereignissen.</translation>
    </message>
    <message>
        <source>Goes in about %1</source>
        <translation>Geht in etwa %1</translation>
    </message>
    <message>
        <source>waited %1 of %2</source>
        <translation>%1 von %2 gewartet</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Place in queue</source>
        <translation>Platz in der Schlange</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Ended</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Bytes out</source>
        <translation>Bytes hin</translation>
    </message>
    <message>
        <source>Bytes in</source>
        <translation>Bytes zurück</translation>
    </message>
    <message>
        <source>Route</source>
        <translation>Route</translation>
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
        <translation>Verlauf, 0 bis %1</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::RequestsPanel</name>
    <message>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation>Nichts wartet</translation>
    </message>
    <message>
        <source>Requests appear here as the bot makes them.</source>
        <translation>Anfragen erscheinen hier, sobald der Bot sie stellt.</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation>Als cURL kopieren</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::ShardGrid</name>
    <message>
        <source>Shards as a grid</source>
        <translation>Shards als Raster</translation>
    </message>
    <message>
        <source>Shard %1: %2, latency %3, %4 events/s</source>
        <translation>Shard %1: %2, Latenz %3, %4 Ereignisse/s</translation>
    </message>
    <message>
        <source>No shard matches the filter</source>
        <translation>Kein Shard passt zum Filter</translation>
    </message>
    <message>
        <source>%1 ev/s</source>
        <translation>%1 E/s</translation>
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
        <translation>Zustand</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>How long it has been in this state</source>
        <translation>Wie lange er in diesem Zustand ist</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>Last heartbeat to its ACK</source>
        <translation>Letzter Herzschlag bis zur Bestätigung</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>95 of 100 heartbeats were answered faster</source>
        <translation>95 von 100 Herzschlägen wurden schneller beantwortet</translation>
    </message>
    <message>
        <source>Events/s</source>
        <translation>Ereign./s</translation>
    </message>
    <message>
        <source>Last minute</source>
        <translation>Letzte Minute</translation>
    </message>
    <message>
        <source>Events per second over the last minute</source>
        <translation>Ereignisse pro Sekunde in der letzten Minute</translation>
    </message>
    <message>
        <source>Guilds</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>Sends</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Sent in the last 60 s, of 120</source>
        <translation>Gesendet in den letzten 60 s, von 120</translation>
    </message>
    <message>
        <source>Last ACK</source>
        <translation>Letztes ACK</translation>
    </message>
    <message>
        <source>Time since the last heartbeat was answered</source>
        <translation>Zeit seit dem letzten beantworteten Herzschlag</translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation>Sequenz</translation>
    </message>
    <message>
        <source>Session</source>
        <translation>Sitzung</translation>
    </message>
    <message>
        <source>First characters of the session</source>
        <translation>Die ersten Zeichen der Sitzung</translation>
    </message>
    <message>
        <source>Resumes</source>
        <translation>Fortgesetzt</translation>
    </message>
    <message>
        <source>Reconnects</source>
        <translation>Neu verb.</translation>
    </message>
    <message>
        <source>Close code</source>
        <translation>Schlusscode</translation>
    </message>
    <message>
        <source>The last close code and its meaning</source>
        <translation>Der letzte Schlusscode und seine Bedeutung</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Identify key: shard modulo max_concurrency</source>
        <translation>Identify-Schlüssel: Shard modulo max_concurrency</translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation>Verworfen</translation>
    </message>
    <message>
        <source>Events dropped by the bounded queue</source>
        <translation>Ereignisse, die die begrenzte Schlange verworfen hat</translation>
    </message>
    <message>
        <source>Waiting for</source>
        <translation>Wartet auf</translation>
    </message>
    <message>
        <source>%1 of %2 messages to the gateway in the last 60 s</source>
        <translation>%1 von %2 Nachrichten ans Gateway in den letzten 60 s</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
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
        <translation>Noch kein Shard</translation>
    </message>
    <message>
        <source>Shards appear here as the bot connects.</source>
        <translation>Shards erscheinen hier, sobald der Bot sich verbindet.</translation>
    </message>
    <message>
        <source>Shard</source>
        <translation>Shard</translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation>Farbe nach</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Latenz</translation>
    </message>
    <message>
        <source>Events/s</source>
        <translation>Ereign./s</translation>
    </message>
    <message>
        <source>Resumes</source>
        <translation>Fortgesetzt</translation>
    </message>
    <message>
        <source>As a grid</source>
        <translation>Als Raster</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>Als Tabelle</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::StatusStrip</name>
    <message>
        <source>Link</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Time to the host and back</source>
        <translation>Zeit zum Host und zurück</translation>
    </message>
    <message>
        <source>What the host sends</source>
        <translation>Was der Host sendet</translation>
    </message>
    <message>
        <source>Events that the host or the way dropped: what is shown and what is lost is all there was</source>
        <translation>Ereignisse, die beim Host oder unterwegs verloren gingen: Gezeigtes und Verlorenes ist alles, was es gab</translation>
    </message>
    <message>
        <source>What being watched costs the host, as a part of one core</source>
        <translation>Was das Zusehen den Host kostet, als Teil eines Kerns</translation>
    </message>
    <message>
        <source>The longest of the last frames of this window</source>
        <translation>Der längste der letzten Bildaufbauten dieses Fensters</translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation>Umlauf</translation>
    </message>
    <message>
        <source>In</source>
        <translation>Eingang</translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation>%1/s</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Verloren</translation>
    </message>
    <message>
        <source>Host cost</source>
        <translation>Hostlast</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Not attached</source>
        <translation>Nicht verbunden</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Stale %1</source>
        <translation>Veraltet %1</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::TablePanel</name>
    <message>
        <source>Show details of the selected row</source>
        <translation>Einzelheiten der gewählten Zeile zeigen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 not kept</source>
        <translation>%1 nicht behalten</translation>
    </message>
    <message>
        <source>+%1 new</source>
        <translation>+%1 neu</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>Go on with %1</source>
        <translation>%1 fortsetzen</translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation>%1 anhalten</translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::Visuals</name>
    <message>
        <source>Disconnected</source>
        <translation>Getrennt</translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation>Verbindet</translation>
    </message>
    <message>
        <source>Identifying</source>
        <translation>Meldet sich an</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Resuming</source>
        <translation>Setzt fort</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Fatal</source>
        <translation>Endgültig aus</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Unbekannt</translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation>Bucket</translation>
    </message>
    <message>
        <source>The bucket of this route is empty until it resets.</source>
        <translation>Der Bucket dieser Route ist leer, bis er sich erneuert.</translation>
    </message>
    <message>
        <source>Global limit</source>
        <translation>Globales Limit</translation>
    </message>
    <message>
        <source>The global limit of requests per second is used up.</source>
        <translation>Das globale Limit an Anfragen pro Sekunde ist aufgebraucht.</translation>
    </message>
    <message>
        <source>Concurrency</source>
        <translation>Andrang</translation>
    </message>
    <message>
        <source>Others of this bucket or host are on their way; this one goes next.</source>
        <translation>Andere dieses Buckets oder Hosts sind unterwegs; diese kommt danach.</translation>
    </message>
    <message>
        <source>429</source>
        <translation>429</translation>
    </message>
    <message>
        <source>Discord answered 429; waiting as long as it said.</source>
        <translation>Discord antwortete 429; es wird so lange gewartet wie verlangt.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Neuer Versuch</translation>
    </message>
    <message>
        <source>The last try failed; trying again after a pause.</source>
        <translation>Der letzte Versuch schlug fehl; nach einer Pause kommt der nächste.</translation>
    </message>
    <message>
        <source>Invalid budget</source>
        <translation>Sperrschutz</translation>
    </message>
    <message>
        <source>Held back: more invalid answers would get this address banned.</source>
        <translation>Zurückgehalten: mehr ungültige Antworten brächten eine Sperre dieser Adresse.</translation>
    </message>
    <message>
        <source>Offline</source>
        <translation>Offline</translation>
    </message>
    <message>
        <source>There is no connection to Discord.</source>
        <translation>Es gibt keine Verbindung zu Discord.</translation>
    </message>
    <message>
        <source>Shutdown</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>The bot is stopping.</source>
        <translation>Der Bot wird beendet.</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Anderes</translation>
    </message>
    <message>
        <source>Queued</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>Sent</source>
        <translation>Gesendet</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation>Zu viele Anfragen</translation>
    </message>
    <message>
        <source>Debug</source>
        <translation>Debug</translation>
    </message>
    <message>
        <source>Info</source>
        <translation>Info</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation>Geladen</translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation>In Quarantäne</translation>
    </message>
    <message>
        <source>Unloaded</source>
        <translation>Entladen</translation>
    </message>
    <message>
        <source>interaction</source>
        <translation>Interaktion</translation>
    </message>
    <message>
        <source>high</source>
        <translation>hoch</translation>
    </message>
    <message>
        <source>normal</source>
        <translation>normal</translation>
    </message>
    <message>
        <source>bulk</source>
        <translation>Masse</translation>
    </message>
    <message>
        <source>closed normally</source>
        <translation>normal geschlossen</translation>
    </message>
    <message>
        <source>going away</source>
        <translation>geht weg</translation>
    </message>
    <message>
        <source>connection lost</source>
        <translation>Verbindung verloren</translation>
    </message>
    <message>
        <source>unknown error</source>
        <translation>unbekannter Fehler</translation>
    </message>
    <message>
        <source>unknown opcode</source>
        <translation>unbekannter Opcode</translation>
    </message>
    <message>
        <source>payload could not be decoded or was too large</source>
        <translation>Daten unlesbar oder zu groß</translation>
    </message>
    <message>
        <source>not authenticated</source>
        <translation>nicht angemeldet</translation>
    </message>
    <message>
        <source>the token was refused</source>
        <translation>das Token wurde abgelehnt</translation>
    </message>
    <message>
        <source>already authenticated</source>
        <translation>schon angemeldet</translation>
    </message>
    <message>
        <source>invalid sequence</source>
        <translation>ungültige Sequenz</translation>
    </message>
    <message>
        <source>sent too much</source>
        <translation>zu viel gesendet</translation>
    </message>
    <message>
        <source>session timed out</source>
        <translation>Sitzung abgelaufen</translation>
    </message>
    <message>
        <source>invalid shard</source>
        <translation>ungültiger Shard</translation>
    </message>
    <message>
        <source>sharding required</source>
        <translation>Sharding nötig</translation>
    </message>
    <message>
        <source>invalid API version</source>
        <translation>ungültige API-Version</translation>
    </message>
    <message>
        <source>invalid intents</source>
        <translation>ungültige Intents</translation>
    </message>
    <message>
        <source>disallowed intents</source>
        <translation>nicht erlaubte Intents</translation>
    </message>
</context>
</TS>
