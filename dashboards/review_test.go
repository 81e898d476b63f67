package dashboards

import (
	"crypto/sha256"
	"encoding/hex"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestReviewIsCurrent: somebody has looked at each page as it is, in each of its pictures, and has written down what was
// seen and what was changed.
func TestReviewIsCurrent(t *testing.T) {
	names, err := filepath.Glob("json/*.json")
	require.NoError(t, err)
	require.Len(t, names, 6)
	sections := strings.Split(string(file(t, "REVIEW.md")), "\n## ")[1:]
	require.Len(t, sections, len(names))
	for _, name := range names {
		uid := strings.TrimSuffix(filepath.Base(name), ".json")
		var section string
		for _, s := range sections {
			if strings.HasPrefix(s, uid+"\n") {
				section = s
			}
		}
		require.NotEmpty(t, section, "REVIEW.md has no section %s", uid)
		hash := sha256.Sum256(file(t, name))
		require.Contains(t, section, "sha256 `"+hex.EncodeToString(hash[:])+"`",
			"%s has changed since somebody looked at it: run make look, look at its pictures, and say in REVIEW.md what you saw", name)
		for _, picture := range []string{"dark-1280", "light-1280", "dark-1920", "light-1920"} {
			require.Contains(t, section, "`"+uid+"-"+picture+".png`")
		}
		for _, heading := range []string{"Seen", "Changed"} {
			said := regexp.MustCompile(`(?s)\*\*` + heading + `\.\*\* (.*?)(\n\n|$)`).FindStringSubmatch(section)
			require.NotNil(t, said, "%s: what was %s?", uid, strings.ToLower(heading))
			require.Greater(t, len(said[1]), 80, uid)
		}
	}
}
