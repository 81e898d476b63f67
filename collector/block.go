package collector

import (
	"bytes"
	"compress/flate"
	"hash/crc32"
	"io"
	"sync"

	"github.com/prometheus/client_golang/prometheus/promhttp"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

// block is a run of families of an exposition, and what it looks like in each form that was asked for. It never
// changes: the generations that have the same families share it, so that what no commit has changed is encoded once.
type block struct {
	families []*dto.MetricFamily
	pieces   forms[encoded]
}

// encoded is a piece of a response, or why there is none.
type encoded struct {
	piece
	err error
}

// piece is a part of a response's body.
type piece struct {
	body []byte
	// size and checksum are those of the text before it was compressed.
	size     int64
	checksum uint32
}

// piece returns the block in a form.
func (b *block) piece(f form) (piece, error) {
	e := b.pieces.get(f, func() encoded {
		p, err := encode(f, func(w io.Writer) error {
			encoder := expfmt.NewEncoder(w, f.format)
			for _, family := range b.families {
				if err := encoder.Encode(family); err != nil {
					return err
				}
			}
			return nil
		})
		return encoded{p, err}
	})
	return e.piece, e.err
}

// encode makes a piece of what a function writes. Compressed pieces do not refer to each other and end at a byte, so
// that those of different times can follow each other in one deflate stream.
func encode(f form, write func(io.Writer) error) (piece, error) {
	var body bytes.Buffer
	if f.encoding != promhttp.Gzip {
		err := write(&body)
		return piece{body: body.Bytes()}, err
	}
	compressor, err := flate.NewWriter(&body, flate.DefaultCompression)
	if err != nil {
		return piece{}, err
	}
	sum := crc32.NewIEEE()
	counted := &countingWriter{to: io.MultiWriter(compressor, sum)}
	if err := write(counted); err != nil {
		return piece{}, err
	}
	err = compressor.Flush()
	return piece{body: body.Bytes(), size: counted.n, checksum: sum.Sum32()}, err
}

// countingWriter counts the bytes that are written through it.
type countingWriter struct {
	to io.Writer
	n  int64
}

// Write implements io.Writer.
func (c *countingWriter) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}

// form is in what a scraper wants its answer.
type form struct {
	format   expfmt.Format
	encoding promhttp.Compression
}

// forms keeps what was made for each form.
type forms[T any] struct {
	mu   sync.Mutex
	made map[form]func() T
}

// get returns what was made for a form. The first caller makes it, the others wait for it.
func (c *forms[T]) get(f form, produce func() T) T {
	c.mu.Lock()
	once, ok := c.made[f]
	if !ok {
		once = sync.OnceValue(produce)
		if c.made == nil {
			c.made = map[form]func() T{}
		}
		c.made[f] = once
	}
	c.mu.Unlock()
	return once()
}
