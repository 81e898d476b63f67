package fake

// Native ids. A ticket keeps the number that it has in the desk; everything else has ids of the vendor's
// kind, too long for 32 bits.

// The accounts that are no humans.
const (
	// SystemID is the author of what triggers and automations do.
	SystemID = -1
	// OwnerID is the administrator whose API token is used.
	OwnerID = 5_000_000_000_128
	// BotID is the seat of the bot that answers through the API.
	BotID = 5_000_000_000_256
	// ShopID is the seat of the shop's software, which opens tickets through the API.
	ShopID = 5_000_000_000_384
)

// Things of which there is one.
const (
	// ReasonFieldID is the drop-down field with the contact reason.
	ReasonFieldID = 4_417_500_120_205
	formID        = 4_416_700_084_116
	subjectField  = 4_417_500_000_128
	statusField   = 4_417_500_000_256
	priorityField = 4_417_500_000_384
	orderField    = 4_417_500_120_333
	phoneNumberID = 4_419_000_121_575
	policyID      = 4_418_100_110_696
	marketID      = 4_418_100_110_824
	surveyID      = "01HZX3T9K0Q8V5N2M7RB4C6DEF"
)

// BrandID is the id of a desk's brand.
func BrandID(brand int64) int64 { return 4_500_000_000_000 + brand*128 }

// GroupID is the id of a desk's team.
func GroupID(team int64) int64 { return 4_600_000_000_000 + team*128 }

// AgentID is the user id of a desk's agent.
func AgentID(agent int64) int64 { return 5_100_000_000_000 + agent*128 }

// CustomerID is the user id of a desk's customer.
func CustomerID(customer int64) int64 { return 6_200_000_000_000 + customer*128 }

// CommentID is the id of the comment, or of the notification, that is a message of the desk.
func CommentID(message int64) int64 { return 18_000_000_000_000 + message*128 }

// OpeningID is the id of the comment with which an agent opened a ticket.
func OpeningID(ticket int64) int64 { return openedID(ticket) + 128 }

// EventID is the id of the event that is a row of the desk's history.
func EventID(change int64) int64 { return 19_000_000_000_000 + change*128 }

// CallID is the id of the call about a ticket.
func CallID(ticket int64) int64 { return 4_420_000_000_000 + ticket*128 }

// openedID begins the ids of what was set when a ticket was opened.
func openedID(ticket int64) int64 { return 17_000_000_000_000 + ticket*8192 }

// mergeID begins the ids of what is written when a ticket is merged into another.
func mergeID(source int64) int64 { return 20_000_000_000_000 + source*512 }

// surveyEventID begins the ids of what happens with a ticket's survey.
func surveyEventID(ticket int64) int64 { return 21_000_000_000_000 + ticket*1024 }

func metricID(ticket int64) int64 { return 23_000_000_000_000 + ticket*128 }

func ratingID(ticket int64) int64 { return 24_000_000_000_000 + ticket*128 }

// customStatus is the id of the status that a ticket shows: the default one of its category, but for hold.
func customStatus(status string) int64 {
	switch status {
	case "new":
		return 4_044_356
	case "open":
		return 4_044_376
	case "pending":
		return 4_044_396
	case "hold":
		return 4_099_812 // a custom one
	default:
		return 4_044_436
	}
}
