// Command gendashboards writes the dashboards of Defaults and the ConfigMaps that hold them.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"helpdesk_exporter/dashboards"
)

func main() {
	output := flag.String("output", "dashboards", "folder to write into")
	flag.Parse()
	if err := write(*output); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(folder string) error {
	all, err := dashboards.Render(dashboards.Defaults())
	if err != nil {
		return err
	}
	for _, d := range all {
		if err := put(filepath.Join(folder, "json", d.UID+".json"), d.JSON); err != nil {
			return err
		}
		configMap, err := d.ConfigMap(dashboards.DefaultKubernetes())
		if err != nil {
			return err
		}
		if err := put(filepath.Join(folder, "kubernetes", d.UID+".yaml"), configMap); err != nil {
			return err
		}
	}
	return nil
}

func put(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}
