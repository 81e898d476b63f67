package main

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/collector/catalogue"
)

func TestCommittedDocumentIsCurrent(t *testing.T) {
	committed, err := os.ReadFile("../../../docs/metrics.md")
	require.NoError(t, err)
	require.Equal(t, string(document()), string(committed), "run go generate ./collector/catalogue")
}

func TestDocumentNamesEveryFamily(t *testing.T) {
	text := string(document())
	for _, f := range catalogue.Families() {
		require.Contains(t, text, "### `"+f.Name+"`\n")
	}
}
