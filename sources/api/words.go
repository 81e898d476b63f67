package api

import "strings"

func list[W ~string](words []W) string {
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = string(w)
	}
	return strings.Join(texts, ", ")
}

func pageTypes() []string {
	return []string{"none", "next_url", "link", "token", "page", "offset", "last_item"}
}

func stops() []string { return []string{"no_next", "empty", "short_page", "repeated"} }

// orders are those of records by their time.
func orders() []string { return []string{"asc", "desc", "none"} }

func grants() []string {
	return []string{"client_credentials", "refresh_token", "password", "session"}
}

// Actions on an answer.
const (
	doOK          = "ok"
	doRetry       = "retry"
	doThrottle    = "throttle"
	doRefresh     = "refresh"
	doUnavailable = "unavailable"
	doSkip        = "skip"
	doRestart     = "restart"
	doFail        = "fail"
)

func actions() []string {
	return []string{doOK, doRetry, doThrottle, doRefresh, doUnavailable, doSkip, doRestart, doFail}
}

func reasons() []string {
	return []string{
		string(ReasonAuth), string(ReasonThrottled), string(ReasonQuery), string(ReasonSchema),
		string(ReasonData), string(ReasonUnavailable),
	}
}
