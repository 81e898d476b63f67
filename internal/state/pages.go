package state

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"go.etcd.io/bbolt"
)

// What bbolt's pages look like, all in the byte order of the machine: a header (id uint64, flags uint16,
// count uint16, overflow uint32) and after it an element for each child (position, key size uint32, page
// uint64) or each entry (flags, position, key size, value size uint32). A position counts from its element.
const (
	pageHeader   = 16
	pageElement  = 16
	branchFlag   = 1
	leafFlag     = 2
	bucketFlag   = 1  // of an entry that holds a bucket
	bucketHeader = 16 // root page, or 0 where a page follows in the value; sequence
)

// pageCheck makes sure that no page or element reaches beyond its bounds and that the pages are a tree.
// bbolt's own check takes that for granted: elsewhere it would read beyond the file, which ends the
// process, or go round in circles.
type pageCheck struct {
	file  io.ReaderAt
	size  int64 // of the part of the file in use
	page  int64
	seen  map[uint64]bool
	loops bool // a page is referenced twice, so following the pages might not end
}

// checkPages checks all pages that the transaction can reach.
func checkPages(tx *bbolt.Tx, file io.ReaderAt) (*pageCheck, error) {
	c := &pageCheck{file: file, size: tx.Size(), page: int64(tx.DB().Info().PageSize), seen: map[uint64]bool{}}
	return c, c.visit(uint64(tx.Cursor().Bucket().RootPage()))
}

// visit checks a page and all below it, and returns every problem.
func (c *pageCheck) visit(id uint64) error {
	if id < 2 || id >= uint64(c.size/c.page) {
		return fmt.Errorf("page %d is outside of the file", id)
	}
	if c.seen[id] {
		c.loops = true
		return fmt.Errorf("page %d is referenced twice", id)
	}
	c.seen[id] = true
	header := make([]byte, pageHeader)
	if _, err := c.file.ReadAt(header, int64(id)*c.page); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	pages := 1 + int64(binary.NativeEndian.Uint32(header[12:]))
	if binary.NativeEndian.Uint64(header) != id || int64(id)+pages > c.size/c.page {
		return fmt.Errorf("page %d has a wrong header", id)
	}
	content := make([]byte, pages*c.page)
	if _, err := c.file.ReadAt(content, int64(id)*c.page); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	if err := c.elements(content); err != nil {
		return fmt.Errorf("page %d: %w", id, err)
	}
	return nil
}

func (c *pageCheck) elements(page []byte) error {
	if len(page) < pageHeader {
		return errors.New("too short")
	}
	flags := binary.NativeEndian.Uint16(page[8:])
	count := int(binary.NativeEndian.Uint16(page[10:]))
	if pageHeader+count*pageElement > len(page) {
		return errors.New("more elements than fit in")
	}
	if flags != leafFlag && (flags != branchFlag || count == 0) {
		return errors.New("neither a branch nor a leaf")
	}
	var problems []error
	for i := range count {
		element := page[pageHeader+i*pageElement:]
		if flags == branchFlag {
			problems = append(problems, c.child(element))
		} else {
			problems = append(problems, c.entry(element))
		}
	}
	return errors.Join(problems...)
}

// child checks an element of a branch; the slice goes on to the end of the page.
func (c *pageCheck) child(element []byte) error {
	position, key := binary.NativeEndian.Uint32(element), binary.NativeEndian.Uint32(element[4:])
	if uint64(position)+uint64(key) > uint64(len(element)) {
		return errors.New("a key beyond the page")
	}
	return c.visit(binary.NativeEndian.Uint64(element[8:]))
}

// entry checks an element of a leaf.
func (c *pageCheck) entry(element []byte) error {
	flags, position := binary.NativeEndian.Uint32(element), binary.NativeEndian.Uint32(element[4:])
	key, value := binary.NativeEndian.Uint32(element[8:]), binary.NativeEndian.Uint32(element[12:])
	start := uint64(position) + uint64(key)
	end := start + uint64(value)
	if end > uint64(len(element)) {
		return errors.New("an entry beyond the page")
	}
	if flags&bucketFlag == 0 {
		return nil
	}
	bucket := element[start:end]
	if len(bucket) < bucketHeader {
		return errors.New("a bucket without a header")
	}
	if root := binary.NativeEndian.Uint64(bucket); root != 0 {
		return c.visit(root)
	}
	return c.elements(bucket[bucketHeader:])
}
