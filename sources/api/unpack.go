package api

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
)

// unpacking is a transport whose answers are what was packed: servers pack unasked, and files are served as they
// are, whatever the headers say.
type unpacking struct{ next http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (u unpacking) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := u.next.RoundTrip(req)
	if err == nil {
		resp.Body = &plainBody{packed: resp.Body}
		resp.Header.Del("Content-Encoding")
	}
	return resp, err
}

// plainBody looks into a body once it is read.
type plainBody struct {
	packed io.ReadCloser
	plain  io.Reader
}

func (b *plainBody) Read(p []byte) (int, error) {
	if b.plain == nil {
		plain, err := unpacked(b.packed)
		if err != nil {
			return 0, err
		}
		b.plain = plain
	}
	return b.plain.Read(p)
}

func (b *plainBody) Close() error { return b.packed.Close() }

// unpacked unpacks what is packed by gzip, and passes a byte order mark.
func unpacked(body io.Reader) (io.Reader, error) {
	b := bufio.NewReader(body)
	if magic, err := b.Peek(2); err == nil && bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		z, err := gzip.NewReader(b)
		if err != nil {
			return nil, err
		}
		b = bufio.NewReader(z)
	}
	if mark, err := b.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = b.Discard(3) //nolint:errcheck // it is there
	}
	return b, nil
}
