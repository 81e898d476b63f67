package api

import (
	"context"
	"errors"
	"fmt"
	"time"

	"helpdesk_exporter/sources/record"
)

const (
	// maxSkew is how far the server's clock may be from ours without notice.
	maxSkew = 30 * time.Second
	// batchRecords is about how many records a batch holds.
	batchRecords = 500
	// batchChildren is how many tickets' children are read between two batches, and batchSpan the time.
	batchChildren = 20
	batchSpan     = 20 * time.Second
)

// pass is one poll of a stream.
type pass struct {
	source  *Source
	stream  *stream
	from    record.Position
	deliver record.Deliver
	cursor  *cursor
	began   time.Time // by our clock
	told    int       // answers that had told the server's time before it began
	server  time.Time // by the server's, once it is known

	anomalies []record.Anomaly // not delivered yet
	wanted    []string         // to be looked up
	asked     map[string]bool  // wanted once in this pass
	pending   map[string]bool  // tickets whose children this pass reads by itself
	complete  map[string]bool  // tickets that were delivered with their children in this pass
	said      map[string]bool  // streams that the helpdesk does not give, once they were named
	failures  []error          // of single tickets; the pass goes on without them
}

func (s *Source) begin(st *stream, from record.Position, deliver record.Deliver) (*pass, error) {
	c, err := decodeCursor(from.Cursor, st.signature)
	if err != nil {
		return nil, failf(ReasonState, "%w", err)
	}
	p := &pass{
		source: s, stream: st, from: from, deliver: deliver, cursor: c, began: s.now(), told: s.clock.told(),
		asked: map[string]bool{}, pending: map[string]bool{}, complete: map[string]bool{}, said: map[string]bool{},
	}
	p.want(from.Want)
	return p, nil
}

// asOf is the server's time at which the pass began, as well as it is known by now.
func (p *pass) asOf() time.Time {
	if p.source.fixedNow != nil {
		return *p.source.fixedNow
	}
	if !p.server.IsZero() {
		return p.server
	}
	at, known := p.source.clock.at(p.began, p.told)
	if !known {
		return at.UTC()
	}
	p.server = at.UTC()
	if skew := at.Sub(p.began); skew > maxSkew || skew < -maxSkew {
		p.anomalies = append(p.anomalies, record.Anomaly{
			Stream: p.stream.name, Reason: record.AnomalyClockSkew,
			Detail: fmt.Sprintf("the server's clock differs from ours by %s", skew.Round(time.Second)),
		})
	}
	return p.server
}

func (p *pass) run(ctx context.Context) error {
	if err := p.discover(ctx); err != nil {
		return err
	}
	if err := p.readSets(ctx); err != nil {
		return err
	}
	if p.stream.cursor == nil {
		p.wanted = nil // all there is has been delivered
	}
	if err := p.lookUpWanted(ctx); err != nil {
		return err
	}
	if p.sweepDue() {
		if err := p.sweep(ctx); err != nil {
			return err
		}
		if err := p.lookUpWanted(ctx); err != nil {
			return err
		}
	}
	if err := p.send(ctx, record.Batch{Complete: true}, true); err != nil {
		return err
	}
	// The tickets that failed are on the ledger's list. The pass is complete without them, and yet no success.
	if len(p.failures) > 0 {
		return p.failures[0]
	}
	return nil
}

// readSets reads the sets of the stream. One that was not recorded is passed over, unless none was.
func (p *pass) readSets(ctx context.Context) error {
	missing := 0
	for i := range p.stream.sets {
		err := p.readSet(ctx, &p.stream.sets[i])
		if unrecorded(err) {
			missing++
		}
		if err != nil && (!unrecorded(err) || missing == len(p.stream.sets)) {
			return err
		}
	}
	return nil
}

// want queues ids that the ledger asked for. Each is looked up once in a pass.
func (p *pass) want(ids []string) {
	if p.stream.lookUp == nil {
		return
	}
	for _, id := range ids {
		if !p.asked[id] && !p.pending[id] {
			p.asked[id] = true
			p.wanted = append(p.wanted, id)
		}
	}
}

// send delivers a batch, with the cursor as it is now where the batch is the last that the cursor stands
// for.
func (p *pass) send(ctx context.Context, batch record.Batch, moved bool) error {
	batch.Stream, batch.AsOf = p.stream.name, p.asOf()
	batch.Anomalies = append(p.anomalies, batch.Anomalies...)
	if moved {
		var err error
		if batch.Cursor, err = p.cursor.encode(); err != nil {
			return failf(ReasonState, "%w", err)
		}
	}
	answer, err := p.deliver(ctx, batch)
	if err != nil {
		return &deliverError{err}
	}
	p.anomalies = nil
	p.want(answer.Want)
	return nil
}

// deliverError is an error of deliver on its way through the engine.
type deliverError struct{ error }

func (e *deliverError) Unwrap() error { return e.error }

// isDelivery tells errors that are not the helpdesk's.
func isDelivery(err error) bool {
	var d *deliverError
	return errors.As(err, &d)
}

// data is what the templates of requests see.
func (p *pass) data() map[string]any {
	tables := map[string]any{}
	for _, t := range p.source.compiled.tables {
		tables[t.name] = t.entries
	}
	return map[string]any{
		"cursor": instant{zone: time.UTC}, "until": instant{at: p.asOf(), zone: time.UTC},
		"token": "", "page": 0, "offset": 0, "size": 0, "first": true, "set": "",
		"parent": map[string]any{}, "item": nil, "id": "", "ids": []string{},
		"vars": p.vars(), "discovered": tables,
	}
}

// vars are the configured values as templates and programs see them.
func (p *pass) vars() map[string]any {
	vars := map[string]any{}
	for name, v := range p.source.config.Vars {
		vars[name] = v
	}
	return vars
}
