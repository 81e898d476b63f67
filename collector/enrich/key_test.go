package enrich

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLoadKeyMakesOneOnFirstUse(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data", "keys")
	path := filepath.Join(dir, "identity.key")
	key, err := LoadKey(path)
	require.NoError(t, err)
	require.Len(t, key, keyLength)

	again, err := LoadKey(path)
	require.NoError(t, err)
	require.Equal(t, key, again)

	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	info, err = os.Stat(dir)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o700), info.Mode().Perm())
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Len(t, files, 1, "nothing temporary is left")

	other, err := LoadKey(filepath.Join(dir, "other.key"))
	require.NoError(t, err)
	require.NotEqual(t, key, other)
}

func TestLoadKeyAgreesOnOneKey(t *testing.T) {
	path := filepath.Join(t.TempDir(), "identity.key")
	keys := make(chan string)
	for range 8 {
		go func() {
			key, err := LoadKey(path)
			if err != nil {
				key = []byte(err.Error())
			}
			keys <- string(key)
		}()
	}
	seen := map[string]bool{}
	for range 8 {
		seen[<-keys] = true
	}
	require.Len(t, seen, 1)
	for key := range seen {
		require.Len(t, key, keyLength)
	}
}

func TestLoadKeyRefuses(t *testing.T) {
	digits := strings.Repeat("0a", keyLength)
	for _, tc := range []struct {
		name, content string
		mode          os.FileMode
		want          string
	}{
		{"group", digits, 0o640, "can be read by others (mode 0640): run chmod 600 on it"},
		{"world", digits, 0o604, "can be read by others (mode 0604): run chmod 600 on it"},
		{"empty", "", 0o600, "does not hold 64 hexadecimal digits: restore it, or remove it to begin with a new key"},
		{"short", digits[2:], 0o600, "does not hold 64 hexadecimal digits"},
		{"long", digits + "00", 0o600, "does not hold 64 hexadecimal digits"},
		{"very long", strings.Repeat(digits, 100), 0o600, "does not hold 64 hexadecimal digits"},
		{"not hexadecimal", "z" + digits[1:], 0o600, "does not hold 64 hexadecimal digits"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "identity.key")
			require.NoError(t, os.WriteFile(path, []byte(tc.content), tc.mode))
			require.NoError(t, os.Chmod(path, tc.mode))
			_, err := LoadKey(path)
			require.ErrorContains(t, err, "identity key: "+path)
			require.ErrorContains(t, err, tc.want)
			require.NotContains(t, err.Error(), "0a0a", "the key is not shown")

			left, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, tc.content, string(left), "a key is never overwritten")
		})
	}
	_, err := LoadKey(t.TempDir())
	require.ErrorContains(t, err, "is not a file")
}

func TestLoadKeyReadsWhatAnEditorSaved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "identity.key")
	require.NoError(t, os.WriteFile(path, []byte(" "+strings.Repeat("0A", keyLength)+"\r\n"), 0o400))
	key, err := LoadKey(path)
	require.NoError(t, err)
	require.Len(t, key, keyLength)
}
