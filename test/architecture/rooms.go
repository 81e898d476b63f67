// Package architecture holds the rules of the house that a compiler does not know: who may import whom, what a folder
// may be called, where a clock may be read. docs/architecture.md explains them.
package architecture

// room says which packages of ours the packages of a folder may import.
type room struct {
	// path is the room's folder. It rules the folders below it, too, up to a room of their own. A * stands for
	// one folder of any name.
	path string
	// only tells that the room is this folder alone: a new folder in it needs a room of its own.
	only bool
	// imports are folders; each allows all below it. A room may always import itself.
	imports []string
	// deep tells that the rule holds for the imports of imports, too.
	deep bool
}

// leaves may be imported by every room: they know nothing else of ours.
var leaves = []string{"internal/yamlfile"}

// rooms is the import table.
var rooms = []room{
	{path: "cmd", imports: []string{"internal", "sources", "collector", "dashboards", "alerts"}},

	{path: "internal/config", imports: []string{"internal/civil", "internal/state", "sources", "collector"}},
	{path: "internal/pipeline", imports: []string{"internal/config", "internal/state", "sources", "collector"}},
	{path: "internal/web", imports: []string{"sources", "collector"}},
	{path: "internal/bundle", imports: []string{"internal/config", "internal/selector", "collector", "sources/record", "dashboards", "alerts"}},
	{path: "internal/selector"},
	{path: "internal/state"},
	{path: "internal/civil"},
	{path: "internal/yamlfile"},

	{path: "sources", only: true, imports: []string{"sources", "internal/civil", "internal/state"}},
	{path: "sources/record"},
	{path: "sources/api", imports: []string{"sources/record", "internal/civil"}},
	{path: "sources/api/fake", imports: []string{"sources/record", "sources/simulator"}},
	{path: "sources/database", imports: []string{"sources/record", "internal/civil"}},
	{path: "sources/holidays"},
	{path: "sources/presets"},
	{path: "sources/presets/*/fake", imports: []string{"sources/api/fake", "sources/simulator"}},
	{path: "sources/simulator", only: true, deep: true},
	{path: "sources/simulator/replay", imports: []string{"sources/simulator"}, deep: true},

	{path: "collector", only: true, imports: []string{
		"collector/ledger", "collector/sla", "collector/calendar", "collector/period", "collector/catalogue",
		"sources/record",
	}},
	{path: "collector/catalogue"},
	{path: "collector/calendar", imports: []string{"internal/civil"}},
	{path: "collector/period", imports: []string{"internal/civil"}},
	{path: "collector/team"},
	{path: "collector/hours", imports: []string{"collector/calendar", "collector/sla", "collector/team"}},
	{path: "collector/sla", imports: []string{"collector/calendar", "sources/record"}},
	{path: "collector/enrich", imports: []string{"sources/record"}},
	{path: "collector/fact", imports: []string{
		"collector/sla", "collector/calendar", "collector/period", "collector/team", "collector/catalogue",
		"sources/record",
	}},
	{path: "collector/ledger", imports: []string{
		"collector/fact", "collector/sla", "collector/period", "collector/team", "collector/catalogue",
		"sources/record", "internal/state",
	}},

	{path: "dashboards", imports: []string{"collector/catalogue", "internal/selector"}},
	{path: "alerts", imports: []string{"internal/selector"}},

	{path: "deploy"},

	// Tests and measurements from outside may use everything; nothing of the exporter may use them.
	{path: "test", imports: []string{"internal", "sources", "collector", "dashboards", "alerts"}},
	{path: "bench", imports: []string{"internal", "sources", "collector", "dashboards", "alerts"}},
}

// unlinked are folders that must never be part of the exporter, however deep the import.
var unlinked = []string{"test", "bench", "fake"}

// forbidden are names of folders that do not say what lives there.
var forbidden = []string{"utils", "util", "common", "types", "helpers", "helper", "misc", "manager", "shared"}

// clockless are rooms in which a clock is passed in and never read.
var clockless = []string{"collector"}

// clocks are the functions of package time that read the clock.
var clocks = []string{"Now", "Since", "Until"}
