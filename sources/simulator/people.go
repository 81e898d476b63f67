package simulator

import (
	"fmt"
	"time"
)

// team is a team with its hours and what customers write to it about.
type team struct {
	name   string
	people []string
	// daily is the mean number of its tickets on a day.
	daily  float64
	week   map[time.Weekday][]string
	topics []topic
	// stays leaves what is solved solved, and never closes it.
	stays bool
	// brand is the only one that the team works for; all by default.
	brand    string
	channels []choice[string]
}

// topic is a reason to write.
type topic struct {
	name, category string
}

// Categories are the categories of the desk's topics.
func Categories() map[string]string {
	categories := map[string]string{newProblem().name: newProblem().category}
	for _, t := range teams() {
		for _, each := range t.topics {
			categories[each.name] = each.category
		}
	}
	return categories
}

// newProblem is a topic that nobody knows until it appears.
func newProblem() topic { return topic{"coupon app fails", categoryOther} }

const (
	categoryNone  = "none"
	categoryOther = "other"
)

func teams() []team {
	common := []choice[string]{{46, "mail"}, {22, "web form"}, {16, "chat"}, {9, "phone"}, {7, "social"}}
	return []team{
		{
			name: "Delivery", daily: 75, people: []string{"Elif", "Franco", "Giulia", "Hakan", "Irina", "Jonas"},
			week: withSaturday(Workweek(time.Monday, time.Friday, "08:00-20:00"), "09:00-15:00"),
			topics: []topic{
				{"where is my parcel", "delivery"},
				{"late delivery", "delivery"},
				{"wrong address", "delivery"},
				{"parcel damaged", "complaint"},
				{"courier was rude", "complaint"},
			},
			channels: common,
		},
		{
			name: "Returns", daily: 55, people: []string{"Ada", "Bruno", "Chiara", "Dario", "Esra", "Fabio", "Gaia"},
			week: Workweek(time.Monday, time.Friday, "09:00-13:00", "14:00-18:00"),
			topics: []topic{
				{"return label", "return"},
				{"exchange", "return"},
				{"wrong size", "product"},
				{"damaged item", "product"},
				{"manual is missing", "product"},
			},
			channels: common,
		},
		{
			name: "Billing", daily: 40, people: []string{"Luca", "Maria", "Nadia", "Ovidiu", "Paolo"}, stays: true,
			week: Workweek(time.Monday, time.Friday, "09:00-17:00"),
			topics: []topic{
				{"refund", "payment"},
				{"invoice", "payment"},
				{"charged twice", "payment"},
				{"voucher", "payment"},
				{"bank details", categoryOther},
			},
			channels: common,
		},
		{
			name: "Marketplace", daily: 30, people: []string{"Pia", "Radu", "Selin", "Tudor"}, brand: "MegaMarket",
			week: withSaturday(Workweek(time.Monday, time.Friday, "09:00-18:00"), "10:00-14:00"),
			topics: []topic{
				{"marketplace claim", "complaint"},
				{"question before buying", "presale"},
				{"marketplace parcel", "delivery"},
				{"marketplace return", "return"},
			},
			channels: []choice[string]{{88, "marketplace"}, {12, "mail"}},
		},
	}
}

func withSaturday(week map[time.Weekday][]string, interval string) map[time.Weekday][]string {
	week[time.Saturday] = []string{interval}
	return week
}

// brands are the shop's stores and marketplace accounts, as often as people buy there.
func brands() []choice[string] {
	return []choice[string]{{62, "Casa"}, {30, "Casa Outlet"}, {8, "MegaMarket"}}
}

func languages() []choice[string] {
	return []choice[string]{{55, "it"}, {15, "de"}, {12, "ro"}, {10, "tr"}, {8, "en"}}
}

func customerName(i int64) (name, email string) {
	first := []string{"Alice", "Bianca", "Carlo", "Deniz", "Emil", "Fatma", "Gino", "Hana", "Ion", "Jale", "Karl", "Livia", "Marco", "Nina", "Omar", "Paula", "Radu", "Sara", "Teo", "Vera"}
	last := []string{"Aydin", "Bianchi", "Conti", "Dumitru", "Esposito", "Ferrari", "Gallo", "Hoxha", "Ionescu", "Jansen", "Kaya", "Lupu", "Moretti", "Nowak", "Oz", "Popa", "Ricci", "Russo", "Stan", "Yilmaz"}
	f, l := first[i%int64(len(first))], last[i/int64(len(first))%int64(len(last))]
	return f + " " + l, fmt.Sprintf("customer%d@example.com", i+1)
}

// What the desk writes into its columns.
const (
	statusNew     = "new"
	statusOpen    = "open"
	statusWaiting = "waiting"
	statusParked  = "parked"
	statusSolved  = "solved"
	statusClosed  = "closed"
	statusMerged  = "merged"
	statusSpam    = "spam"
	statusTrash   = "trash"
)

func resolved(status string) bool { return status == statusSolved || status == statusClosed }

func void(status string) bool {
	return status == statusMerged || status == statusSpam || status == statusTrash
}

func unresolved(status string) bool { return !resolved(status) && !void(status) }

// who acts.
type who struct {
	role string
	id   int64 // 0: nobody in particular
}

const (
	customer = "customer"
	agent    = "agent"
	bot      = "bot"
	system   = "system"
)

func priorities() []choice[string] {
	return []choice[string]{{60, "p3"}, {24, "p4"}, {13, "p2"}, {3, "p1"}}
}

// alarmed are the priorities in an outage.
func alarmed() []choice[string] {
	return []choice[string]{{40, "p3"}, {10, "p4"}, {38, "p2"}, {12, "p1"}}
}

// meaning is what the desk's words are in the model's.
func meaning(word string) string {
	switch word {
	case "mail":
		return "email"
	case "web form":
		return "form"
	case "p1":
		return "urgent"
	case "p2":
		return "high"
	case "p3":
		return "normal"
	case "p4":
		return "low"
	case statusWaiting:
		return "pending"
	case statusParked:
		return "hold"
	case statusTrash:
		return "deleted"
	case system:
		return "automation"
	}
	return word
}
