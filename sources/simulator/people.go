package simulator

import (
	"fmt"
	"time"
)

// team is a team with what customers write to it about.
type team struct {
	name   string
	people []string
	// every is the mean time between two of its tickets in real life.
	every  time.Duration
	topics []string
}

func teams() []team {
	const day = 24 * time.Hour
	return []team{
		{"Returns", []string{"Ada", "Bruno", "Chiara", "Dario"}, day / 70, []string{"return label", "wrong size", "damaged item", "exchange"}},
		{"Delivery", []string{"Elif", "Franco", "Giulia", "Hakan", "Irina"}, day / 90, []string{"where is my parcel", "late delivery", "wrong address"}},
		{"Billing", []string{"Luca", "Maria", "Nadia"}, day / 50, []string{"refund", "invoice", "charged twice", "voucher"}},
	}
}

// customers is the number of people who write.
const customers = 400

func customerName(i int) (name, email string) {
	first := []string{"Alice", "Bianca", "Carlo", "Deniz", "Emil", "Fatma", "Gino", "Hana", "Ion", "Jale", "Karl", "Livia", "Marco", "Nina", "Omar", "Paula", "Radu", "Sara", "Teo", "Vera"}
	last := []string{"Aydin", "Bianchi", "Conti", "Dumitru", "Esposito", "Ferrari", "Gallo", "Hoxha", "Ionescu", "Jansen", "Kaya", "Lupu", "Moretti", "Nowak", "Oz", "Popa", "Ricci", "Russo", "Stan", "Yilmaz"}
	f, l := first[i%len(first)], last[i/len(first)%len(last)]
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
)

func resolved(status string) bool { return status == statusSolved || status == statusClosed }

func void(status string) bool { return status == statusMerged || status == statusSpam }

func unresolved(status string) bool { return !resolved(status) && !void(status) }

// who acts.
type who struct {
	role string
	id   int64 // 0: nobody in particular
}

const (
	customer = "customer"
	agent    = "agent"
	system   = "system"
)

func channels() []choice[string] {
	return []choice[string]{{50, "mail"}, {20, "web form"}, {15, "chat"}, {8, "phone"}, {7, "marketplace"}}
}

// acknowledged tells the channels on which the desk confirms receipt by itself.
func acknowledged(channel string) bool { return channel == "mail" || channel == "web form" }

func priorities() []choice[string] {
	return []choice[string]{{60, "p3"}, {22, "p4"}, {14, "p2"}, {4, "p1"}}
}
