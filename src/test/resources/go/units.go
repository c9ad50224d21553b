// Answers questions about Go's own printing, one JSON array a line in, one JSON string a line out:
//
//	["size", "4", "4445814"]               %.4g of the size divided by thousands
//	["memory", "25276502016"]              %.4g of the size divided by 1024s
//	["age", "3600000000000"]               the branches of docker/go-units
//	["time", "2026-05-13T04:21:49+02:00"]  RFC3339Nano, and String in the local zone (TZ)
//	["unix", "1778638909"]                 String and RFC3339 of Unix seconds in the local zone
//	["parse", layout, text, offset]        time.ParseInLocation
//	["duration", "1h30m"]                  time.ParseDuration
//	["layout", time, layout]               Format of an RFC3339 time
//	["span", "90000000000"]                time.Duration's String
//	["table", "a\tb\n"]                    text/tabwriter with 10, 1, 3, ' '
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
)

func size(digits int, size float64, base float64, units ...string) string {
	i := 0
	for size >= base && i < len(units)-1 {
		size = size / base
		i++
	}
	return fmt.Sprintf("%.*g%s", digits, size, units[i])
}

func age(d time.Duration) string {
	hours := int(d.Hours() + 0.5)
	switch seconds, minutes := int(d.Seconds()), int(d.Minutes()); {
	case seconds < 1:
		return "Less than a second"
	case seconds == 1:
		return "1 second"
	case seconds < 60:
		return fmt.Sprintf("%d seconds", seconds)
	case minutes == 1:
		return "About a minute"
	case minutes < 60:
		return fmt.Sprintf("%d minutes", minutes)
	case hours == 1:
		return "About an hour"
	case hours < 48:
		return fmt.Sprintf("%d hours", hours)
	case hours < 24*7*2:
		return fmt.Sprintf("%d days", hours/24)
	case hours < 24*30*2:
		return fmt.Sprintf("%d weeks", hours/24/7)
	case hours < 24*365*2:
		return fmt.Sprintf("%d months", hours/24/30)
	}
	return fmt.Sprintf("%d years", int(d.Hours())/24/365)
}

func shown(t time.Time, err error) string {
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%d.%09d %s", t.Unix(), t.Nanosecond(), t.Format(time.RFC3339Nano))
}

func answer(q []string) string {
	switch q[0] {
	case "size":
		digits, _ := strconv.Atoi(q[1])
		n, _ := strconv.ParseInt(q[2], 10, 64)
		return size(digits, float64(n), 1000, "B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB")
	case "memory":
		n, _ := strconv.ParseInt(q[1], 10, 64)
		return size(4, float64(n), 1024, "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB")
	case "age":
		n, _ := strconv.ParseInt(q[1], 10, 64)
		return age(time.Duration(n))
	case "time":
		t, err := time.Parse(time.RFC3339, q[1])
		if err != nil {
			return err.Error()
		}
		return shown(t, nil) + " " + t.Local().String() + " " + t.String()
	case "unix":
		n, _ := strconv.ParseInt(q[1], 10, 64)
		return time.Unix(n, 0).String() + " " + time.Unix(n, 0).Format(time.RFC3339)
	case "parse":
		offset, _ := strconv.Atoi(q[3])
		return shown(time.ParseInLocation(q[1], q[2], time.FixedZone("x", offset)))
	case "duration":
		d, err := time.ParseDuration(q[1])
		if err != nil {
			return err.Error()
		}
		return strconv.FormatInt(int64(d), 10)
	case "layout":
		t, _ := time.Parse(time.RFC3339, q[1])
		return t.Format(q[2])
	case "span":
		n, _ := strconv.ParseInt(q[1], 10, 64)
		return time.Duration(n).String()
	case "table":
		var b strings.Builder
		w := tabwriter.NewWriter(&b, 10, 1, 3, ' ', 0)
		w.Write([]byte(q[1]))
		w.Flush()
		return b.String()
	}
	return "no such question"
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<24)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		var q []string
		if err := json.Unmarshal(in.Bytes(), &q); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		a, _ := json.Marshal(answer(q))
		fmt.Fprintln(out, string(a))
	}
}
