<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_US" sourcelanguage="en_US">
<context>
    <name>Cordial::Inspector::BucketModel</name>
    <message>
        <source>Bucket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discord&apos;s hash; empty until the first answer names it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Routes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What shares this limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Channel or guild</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Top-level resource</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remaining</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests left in this window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resets in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests waiting in this bucket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In flight</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests sent and not answered yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Head waits</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long the first of the queue has waited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drained in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When the queue should be empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>429s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers 429 of any scope</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 requests left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>user %1, shared %2, global %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>429, user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>429, shared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>429, global</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::BucketsPanel</name>
    <message>
        <source>Buckets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No bucket yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discord names a bucket in its answers; each appears here once known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::CommandModel</name>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invoked</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By a check, a permission or a cooldown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long it took the last time</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Use “%1”</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::CommandsPanel</name>
    <message>
        <source>Commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Commands appear here as plugins register them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Command</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::DataTable</name>
    <message>
        <source>No row matches the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>Press Esc in the filter field to see all %n row(s).</source>
        <translation>
            <numerusform>Press Esc in the filter field to see the only row.</numerusform>
            <numerusform>Press Esc in the filter field to see all %n rows.</numerusform>
        </translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy rows</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by this value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hide this value</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::LogModel</name>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>By the host&apos;s calendar</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Level</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Category</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Times</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How often the line came in a row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::LogsPanel</name>
    <message>
        <source>Logs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing logged</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bot&apos;s log lines appear here as they are written.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Info and up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warnings and up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Critical</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Least level shown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::MainWindow</name>
    <message>
        <source>Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search commands</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Menu (F10)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide %1 beside</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perspective: Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perspective: REST</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perspective: Gateway</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Perspective: Plugins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Switch between dark and light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Narrow or widen the rail</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause or go on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause or go on everywhere</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show or hide details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shards: grid or table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forget the rows so far</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the request as cURL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attach to a bot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Detach</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open the menu</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No bot is running here. Type a name or a socket path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a bot, or type a name or a socket path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Attach to a bot (Ctrl+O)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cordial Inspector</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (Ctrl+%2; Ctrl+click shows it beside the others)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::OverviewPanel</name>
    <message>
        <source>Overview</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shards ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests under way</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Global limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invalid requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sessions left to start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting now, by reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is waiting. Requests appear here as they queue.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Slowest routes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No request has finished yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Needs attention</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing needs attention.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Longest queues</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No bucket holds anything back.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latest warnings</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No warning so far.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>in 10 minutes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No shard yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 since the start</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 dropped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message>
        <source>Not reported yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resets in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nearly used up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>More than half is used</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Room to spare</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>mean of %n request(s), longest %1</source>
        <translation>
            <numerusform>%n request, %1</numerusform>
            <numerusform>mean of %n requests, longest %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shard(s) stopped for good</source>
        <translation>
            <numerusform>%n shard stopped for good</numerusform>
            <numerusform>%n shards stopped for good</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n shard(s) disconnected</source>
        <translation>
            <numerusform>%n shard disconnected</numerusform>
            <numerusform>%n shards disconnected</numerusform>
        </translation>
    </message>
    <message>
        <source>The global limit is nearly used up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Many invalid requests: a ban is near</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Answers 429</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plugin %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Telemetry events lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Drained in %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::Panel</name>
    <message>
        <source>Pause %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Words that must occur. “-word” hides, “name:word” looks at one column, quotes keep words together.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not attached to a bot</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection is lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The host refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a bot with “cordial run”, then choose it with Ctrl+O.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::PluginModel</name>
    <message>
        <source>Plugin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Handled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events and commands it has handled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p50</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Half of its handlers were faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p99</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>99 of 100 of its handlers were faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::PluginsPanel</name>
    <message>
        <source>Plugins</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No plugin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load one with “cordial run --plugin FILE”.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::Rail</name>
    <message>
        <source>Panels</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::RequestModel</name>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>When it was queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Method</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What it waits for, or last waited for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waited</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From queued to its first byte out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Total</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From queued to the end of the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hatched: waiting. Solid: on the wire.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tries</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Priority</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes of the answer</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plugin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who asked for it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How it ended is among the events that were lost.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Goes in about %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>waited %1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Place in queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bytes in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Route</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Timing, 0 to %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::RequestsPanel</name>
    <message>
        <source>Requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Requests appear here as the bot makes them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as cURL</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::ShardGrid</name>
    <message>
        <source>Shards as a grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shard %1: %2, latency %3, %4 events/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No shard matches the filter</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ev/s</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::ShardModel</name>
    <message>
        <source>Shard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>How long it has been in this state</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last heartbeat to its ACK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>p95</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>95 of 100 heartbeats were answered faster</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events per second over the last minute</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Guilds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent in the last 60 s, of 120</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last ACK</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time since the last heartbeat was answered</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First characters of the session</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resumes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reconnects</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close code</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last close code and its meaning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identify key: shard modulo max_concurrency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events dropped by the bounded queue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting for</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 messages to the gateway in the last 60 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::ShardsPanel</name>
    <message>
        <source>Shards</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No shard yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shards appear here as the bot connects.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Colour by</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Latency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resumes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As a grid</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>As a table</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::StatusStrip</name>
    <message>
        <source>Link</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time to the host and back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the host sends</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events that the host or the way dropped: what is shown and what is lost is all there was</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What being watched costs the host, as a part of one core</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The longest of the last frames of this window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Round trip</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>In</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Host cost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Frame</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not attached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stale %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refused</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::TablePanel</name>
    <message>
        <source>Show details of the selected row</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 not kept</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+%1 new</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>paused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Go on with %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pause %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Cordial::Inspector::Visuals</name>
    <message>
        <source>Disconnected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Identifying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ready</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Resuming</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fatal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Bucket</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bucket of this route is empty until it resets.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Global limit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The global limit of requests per second is used up.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Concurrency</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Others of this bucket or host are on their way; this one goes next.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>429</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Discord answered 429; waiting as long as it said.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The last try failed; trying again after a pause.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Invalid budget</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Held back: more invalid answers would get this address banned.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no connection to Discord.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shutdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The bot is stopping.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Too many requests</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Debug</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Info</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Critical</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unloaded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>interaction</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>high</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>normal</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>bulk</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>closed normally</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>going away</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>connection lost</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown error</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown opcode</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>payload could not be decoded or was too large</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not authenticated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the token was refused</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>already authenticated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>invalid sequence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sent too much</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>session timed out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>invalid shard</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>sharding required</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>invalid API version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>invalid intents</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>disallowed intents</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
