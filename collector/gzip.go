package collector

import (
	"encoding/binary"
	"hash/crc32"
)

// gzipFrame returns what stands before and after compressed pieces, so that together they are one gzip file (RFC 1952)
// of a single member: not every reader goes on after the first.
func gzipFrame(pieces []piece) (header, trailer []byte) {
	const (
		deflate       = 8
		unknownSystem = 255
	)
	header = []byte{0x1f, 0x8b, deflate, 0, 0, 0, 0, 0, 0, unknownSystem}
	var size int64
	var checksum uint32
	for _, p := range pieces {
		checksum = shiftChecksum(checksum, p.size) ^ p.checksum
		size += p.size
	}
	trailer = []byte{0x03, 0x00} // an empty last block
	trailer = binary.LittleEndian.AppendUint32(trailer, checksum)
	return header, binary.LittleEndian.AppendUint32(trailer, uint32(size))
}

// shiftChecksum returns what a CRC-32 contributes to that of a text in which n bytes follow: it is a polynomial over
// the field of two elements, to be multiplied by x^8n modulo the generator.
func shiftChecksum(checksum uint32, n int64) uint32 {
	power := uint32(1) << (31 - 8) // x^8; the highest bit is x^0
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			checksum = multiply(checksum, power)
		}
		power = multiply(power, power)
	}
	return checksum
}

// multiply multiplies two polynomials modulo CRC-32's generator.
func multiply(a, b uint32) uint32 {
	var product uint32
	for bit := uint32(1) << 31; bit > 0; bit >>= 1 {
		if a&bit != 0 {
			product ^= b
		}
		carry := b & 1
		b >>= 1
		if carry == 1 {
			b ^= crc32.IEEE
		}
	}
	return product
}
