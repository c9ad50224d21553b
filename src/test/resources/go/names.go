// Answers questions about Go's own parsing, one JSON array a line in, one JSON string a line out:
//
//	["match", "a*", "ab"]   path.Match: true, false or the error
//	["quote", "text"]       strconv.Quote
//	["base64", "YTpi"]      encoding/base64: the error, or nothing
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path"
	"strconv"
)

func answer(question []string) string {
	switch question[0] {
	case "match":
		matched, err := path.Match(question[1], question[2])
		if err != nil {
			return err.Error()
		}
		return strconv.FormatBool(matched)
	case "quote":
		return strconv.Quote(question[1])
	case "base64":
		if _, err := base64.StdEncoding.DecodeString(question[1]); err != nil {
			return err.Error()
		}
		return ""
	}
	panic(question[0])
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		var question []string
		if err := json.Unmarshal(in.Bytes(), &question); err != nil {
			panic(err)
		}
		line, _ := json.Marshal(answer(question))
		fmt.Fprintln(out, string(line))
	}
}
