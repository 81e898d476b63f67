package collector

import (
	"bytes"
	"io"
	"net/http"
	"slices"
	"strconv"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/prometheus/common/expfmt"
)

// response is an answer to a scrape. Its parts belong to blocks, which other answers share.
type response struct {
	header http.Header
	status int
	body   [][]byte
	length int
}

// response puts the generation's pieces of a form together.
func (g *generation) response(f form) (*response, error) {
	pieces := make([]piece, 0, len(g.blocks)+1)
	for _, b := range g.blocks {
		p, err := b.piece(f)
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, p)
	}
	if f.format.FormatType() == expfmt.TypeOpenMetrics {
		end, err := encode(f, func(w io.Writer) error {
			_, err := expfmt.FinalizeOpenMetrics(w)
			return err
		})
		if err != nil {
			return nil, err
		}
		pieces = append(pieces, end)
	}
	out := &response{status: http.StatusOK, header: http.Header{
		"Content-Type": {string(f.format)},
		"Vary":         {"Accept", "Accept-Encoding"},
	}}
	var trailer []byte
	if f.encoding == promhttp.Gzip {
		out.header.Set("Content-Encoding", string(promhttp.Gzip))
		var header []byte
		header, trailer = gzipFrame(pieces)
		out.add(header)
	}
	for _, p := range pieces {
		out.add(p.body)
	}
	out.add(trailer)
	return out, nil
}

func (r *response) add(part []byte) {
	r.body = append(r.body, part)
	r.length += len(part)
}

// serve sends the answer. The error is that of the connection.
func (r *response) serve(w http.ResponseWriter) error {
	for name, values := range r.header {
		w.Header()[name] = slices.Clone(values)
	}
	w.Header().Set("Content-Length", strconv.Itoa(r.length))
	w.WriteHeader(r.status)
	for _, part := range r.body {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// recorder keeps what is written to it. It implements http.ResponseWriter.
type recorder struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader implements http.ResponseWriter.
func (r *recorder) WriteHeader(status int) { r.status = status }

// Write implements http.ResponseWriter.
func (r *recorder) Write(p []byte) (int, error) { return r.body.Write(p) }
