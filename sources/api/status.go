package api

import "time"

// Status tells how the account stands, as far as answers told it.
type Status struct {
	// Limit and Remaining are requests, Reset is when the limit begins anew; zero where it is unknown.
	Limit, Remaining       float64
	HasLimit, HasRemaining bool
	Reset                  time.Time
	// TokenExpires is when the access token ends; zero where it is unknown.
	TokenExpires time.Time
}

// Status returns what is known now. It does not touch the network.
func (s *Source) Status() Status {
	var st Status
	s.budget.status(&st)
	if l := s.auth.login; l != nil {
		l.mu.Lock()
		st.TokenExpires = l.until
		l.mu.Unlock()
	}
	return st
}
