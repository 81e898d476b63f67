package exporter

import (
	"net"
	"testing"

	"github.com/stretchr/testify/require"
)

// FreeAddress returns an address on loopback that nobody listens on, for an exporter that must come back where it was.
func FreeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	address := l.Addr().String()
	require.NoError(t, l.Close())
	return address
}
