package record

import "strings"

// Words maps a desk's own words to the normalised ones. Keys are lower case and without white space
// around them. A canonical word that no map names stands for itself.
type Words struct {
	Statuses   map[string]Status
	Priorities map[string]Priority
	Channels   map[string]Channel
}

// The words an enumerated field may hold. A status "unknown" is the absence of a word, so a desk that
// says it has to map it.
func statuses() []Status {
	return []Status{
		StatusNew, StatusOpen, StatusPending, StatusHold, StatusSolved, StatusClosed,
		StatusMerged, StatusSpam, StatusDeleted,
	}
}

// Priorities lists every priority, the most urgent first.
func Priorities() []Priority {
	return []Priority{PriorityUrgent, PriorityHigh, PriorityNormal, PriorityLow, PriorityNone}
}

// Channels lists every channel.
func Channels() []Channel {
	return []Channel{
		ChannelEmail, ChannelForm, ChannelChat, ChannelMessaging, ChannelPhone, ChannelSocial,
		ChannelMarketplace, ChannelReview, ChannelAPI, ChannelOther,
	}
}

func origins() []Origin { return []Origin{OriginCustomer, OriginAgent, OriginAutomation} }

func authors() []Author {
	return []Author{AuthorCustomer, AuthorAgent, AuthorBot, AuthorAutomation}
}

func directions() []Direction { return []Direction{Inbound, Outbound} }

func visibilities() []Visibility { return []Visibility{Public, Internal} }

func outcomes() []Outcome {
	return []Outcome{
		OutcomeAnswered, OutcomeAbandoned, OutcomeShortAbandoned, OutcomeVoicemail, OutcomeOverflow,
		OutcomeRejected, OutcomeOutOfHours,
	}
}

func presences() []Presence {
	return []Presence{PresenceOnline, PresenceAway, PresenceBusy, PresenceOffline}
}

func subjects() []SubjectKind {
	return []SubjectKind{SubjectTicket, SubjectOrder, SubjectCustomer}
}

func scopes() []Scope { return []Scope{ScopeUnresolved} }

// canonical finds the word among those of an enumeration, whatever its case.
func canonical[W ~string](word string, words []W) (W, bool) {
	word = fold(word)
	for _, w := range words {
		if string(w) == word {
			return w, true
		}
	}
	return "", false
}

// list spells an enumeration for an error message.
func list[W ~string](words []W) string {
	s := make([]string, len(words))
	for i, w := range words {
		s[i] = string(w)
	}
	return strings.Join(s, ", ")
}

func fold(word string) string { return strings.ToLower(strings.TrimSpace(word)) }
