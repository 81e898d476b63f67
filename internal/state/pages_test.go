package state

import (
	"encoding/binary"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"go.etcd.io/bbolt"
)

// Damage to the inner pages must end neither the process nor in a circle.
func TestVerifyOfDamagedPages(t *testing.T) {
	for _, test := range []struct {
		name, want string
		harm       func(root uint64, page []byte)
	}{
		{"a branch leads back to itself", "referenced twice", func(root uint64, page []byte) {
			binary.NativeEndian.PutUint64(page[pageHeader+8:], root)
		}},
		{"two branches lead to one page", "referenced twice", func(_ uint64, page []byte) {
			copy(page[pageHeader+8:pageHeader+16], page[pageHeader+pageElement+8:])
		}},
		{"a branch leads outside", "outside of the file", func(_ uint64, page []byte) {
			binary.NativeEndian.PutUint64(page[pageHeader+8:], 1<<40)
		}},
		{"a huge key", "a key beyond the page", func(_ uint64, page []byte) {
			binary.NativeEndian.PutUint32(page[pageHeader+4:], 1<<30)
		}},
		{"a huge count", "more elements than fit in", func(_ uint64, page []byte) {
			binary.NativeEndian.PutUint16(page[10:], 0xffff)
		}},
		{"a branch of nothing", "neither a branch nor a leaf", func(_ uint64, page []byte) {
			binary.NativeEndian.PutUint16(page[10:], 0)
		}},
		{"another page's number", "wrong header", func(root uint64, page []byte) {
			binary.NativeEndian.PutUint64(page, root+1)
		}},
		{"more pages than there are", "wrong header", func(_ uint64, page []byte) {
			binary.NativeEndian.PutUint32(page[12:], 1<<30)
		}},
		{"a lost page", "unreachable", func(_ uint64, page []byte) {
			binary.NativeEndian.PutUint16(page[10:], binary.NativeEndian.Uint16(page[10:])-1)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := someState(t)
			db, err := bbolt.Open(path, 0o600, &bbolt.Options{ReadOnly: true})
			require.NoError(t, err)
			var root uint64
			require.NoError(t, db.View(func(tx *bbolt.Tx) error {
				root = uint64(tx.Bucket([]byte("tickets")).RootPage())
				return nil
			}))
			size := uint64(db.Info().PageSize)
			require.NoError(t, db.Close())
			content, err := os.ReadFile(path)
			require.NoError(t, err)
			page := content[root*size : (root+1)*size]
			require.EqualValues(t, branchFlag, binary.NativeEndian.Uint16(page[8:]))
			test.harm(root, page)
			require.NoError(t, os.WriteFile(path, content, 0o600))

			report, err := Verify(path)
			require.NoError(t, err)
			require.ErrorIs(t, report.Err(), ErrCorrupt)
			var all string
			for _, p := range report.Problems {
				all += p.Error() + "\n"
			}
			require.Contains(t, all, test.want)
		})
	}
}
