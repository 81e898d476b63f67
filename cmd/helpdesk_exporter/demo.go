package main

import "github.com/alecthomas/kingpin/v2"

// addDemo is the place of the command "demo".
func addDemo(*kingpin.Application, map[string]command) {}
