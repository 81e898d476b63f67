package bundle_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"helpdesk_exporter/internal/bundle"
)

func texts(of map[string]string) map[string][]byte {
	out := map[string][]byte{}
	for name, text := range of {
		out[name] = []byte(text)
	}
	return out
}

// requireFiles compares a folder with what it should hold, beside the manifest.
func requireFiles(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	got := map[string]string{}
	require.NoError(t, filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == bundle.Manifest {
			return err
		}
		text, err := os.ReadFile(path)
		name, relErr := filepath.Rel(dir, path)
		require.NoError(t, relErr)
		got[name] = string(text)
		return err
	}))
	require.Equal(t, want, got)
}

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "bundle")
	first := map[string]string{"a.yml": "a", "rules/b.yml": "b", "rules/teams.yml": "t"}
	require.NoError(t, bundle.Write(dir, texts(first), false))
	requireFiles(t, dir, first)
	info, err := os.Stat(filepath.Join(dir, "rules/b.yml"))
	require.NoError(t, err)
	require.Equal(t, fs.FileMode(0o644), info.Mode(), "servers of other users read it")
	require.NoError(t, bundle.Write(dir, texts(first), false), "again")

	require.NoError(t, os.WriteFile(filepath.Join(dir, "rules/mine.yml"), []byte("mine"), 0o600))
	require.NoError(t, bundle.Write(dir, texts(map[string]string{"a.yml": "A", "rules/b.yml": "b"}), false))
	requireFiles(t, dir, map[string]string{"a.yml": "A", "rules/b.yml": "b", "rules/mine.yml": "mine"})
}

func TestWriteLeavesWhatItHasNotWritten(t *testing.T) {
	old := map[string]string{"a.yml": "a", "b.yml": "b", "c.yml": "c"}
	for _, c := range []struct {
		name   string
		change func(t *testing.T, dir string)
		err    string
		after  map[string]string // with force
	}{
		{"a changed file", func(t *testing.T, dir string) { write(t, dir, "a.yml", "mine") }, "DIR/a.yml; move them", map[string]string{"a.yml": "A", "b.yml": "b"}},
		{"a changed file that is no part any more", func(t *testing.T, dir string) { write(t, dir, "c.yml", "mine") }, "DIR/c.yml; move them", map[string]string{"a.yml": "A", "b.yml": "b"}},
		{"a file of another before the first time", func(t *testing.T, dir string) {
			require.NoError(t, os.RemoveAll(dir))
			write(t, dir, "other.txt", "x")
		}, "DIR holds other files, such as other.txt", map[string]string{"a.yml": "A", "b.yml": "b", "other.txt": "x"}},
		{"a damaged manifest", func(t *testing.T, dir string) { write(t, dir, bundle.Manifest, "0  ../../etc/passwd\n") }, "is no line of a manifest", nil},
		{"a folder in the place of a file", func(t *testing.T, dir string) {
			require.NoError(t, os.Remove(filepath.Join(dir, "a.yml")))
			require.NoError(t, os.Mkdir(filepath.Join(dir, "a.yml"), 0o700))
		}, "DIR/a.yml is a folder", nil},
		{"a file in the place of the folder", func(t *testing.T, dir string) {
			require.NoError(t, os.RemoveAll(dir))
			require.NoError(t, os.WriteFile(dir, nil, 0o600))
		}, "DIR", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "bundle")
			require.NoError(t, bundle.Write(dir, texts(old), false))
			c.change(t, dir)
			want := map[string][]byte{"a.yml": []byte("A"), "b.yml": []byte("b")}
			err := bundle.Write(dir, want, false)
			require.ErrorContains(t, err, replaceDir(c.err, dir))
			if text, err := os.ReadFile(filepath.Join(dir, "a.yml")); err == nil {
				require.NotEqual(t, "A", string(text), "nothing is written")
			}
			err = bundle.Write(dir, want, true)
			if c.after == nil {
				require.Error(t, err)
				return
			}
			require.NoError(t, err)
			requireFiles(t, dir, c.after)
		})
	}
}

// A run that was broken off is finished by the next one.
func TestWriteGoesOnAfterACrash(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, bundle.Write(dir, texts(map[string]string{"a.yml": "a", "b.yml": "b"}), false))
	write(t, dir, "a.yml", "A")
	want := map[string]string{"a.yml": "A", "b.yml": "B"}
	require.NoError(t, bundle.Write(dir, texts(want), false))
	requireFiles(t, dir, want)
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(dir, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
}

func replaceDir(text, dir string) string {
	if len(text) >= 3 && text[:3] == "DIR" {
		return dir + text[3:]
	}
	return text
}
