package record

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCleanTextsNeedNoWork(t *testing.T) {
	for s, want := range map[string]bool{
		"": true, "Support": true, "2nd line (EU)": true, strings.Repeat("x", maxLabel): true,
		" Support": false, "Support ": false, " ": false, "2nd  line": false, "2nd\tline": false, "Käse": false,
		"a\x7f": false, "a\xff": false, strings.Repeat("x", maxLabel+1): false,
	} {
		require.Equal(t, want, clean(s), "%q", s)
		require.Equal(t, want, s == label(s) && !strings.ContainsRune(s, 'ä'), "%q", s)
	}
}
