package main

import (
	"context"
	"fmt"
	"text/tabwriter"

	"github.com/alecthomas/kingpin/v2"

	"helpdesk_exporter/sources/presets"
)

func addPresets(app *kingpin.Application, commands map[string]command) {
	group := app.Command("presets", "Products that need no queries of your own.")
	list := group.Command("list", "List the presets.")
	commands[list.FullCommand()] = func(_ context.Context, p *process) error {
		w := tabwriter.NewWriter(p.stdout, 0, 0, 2, ' ', 0)
		for _, name := range presets.Names() {
			text, err := presets.Read(name)
			if err != nil {
				return err
			}
			fmt.Fprintf(w, "%s\t%s\n", name, presets.Summary(text)) //nolint:errcheck // Flush tells
		}
		return w.Flush()
	}
	show := group.Command("show", "Print a preset: the source block that it stands for.")
	name := show.Arg("name", "The preset.").Required().String()
	commands[show.FullCommand()] = func(_ context.Context, p *process) error {
		text, err := presets.Read(*name)
		if err != nil {
			return err
		}
		_, err = p.stdout.Write(text)
		return err
	}
}
