// The subgraph kit-name of KIT_OWNER. With the word `sample` it writes the made-up people into the database of MONGODB_URI.
package main

import (
	"context"
	_ "embed"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"time"

	"kit-name/records"
	"kit-name/subgraph"
)

//go:embed schema.graphql
var schema string

//go:embed extensions.graphql
var extensions string

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	options, err := subgraph.ReadOptions(os.Getenv)
	if err != nil {
		return err
	}
	ctx := context.Background()
	isSample := len(os.Args) > 1 && os.Args[1] == "sample"
	var from records.Records = records.NewMemory()
	if options.MongodbURI != "" {
		if from, err = records.OpenMongo(ctx, options.MongodbURI); err != nil {
			return err
		}
	}
	if isSample && (options.MongodbURI == "" || options.Production) {
		return fmt.Errorf("MONGODB_URI: expected mongodb://…, and not in production")
	}
	if isSample || options.MongodbURI == "" {
		sample, err := subgraph.Sample(options.Keys)
		if err == nil {
			err = from.Add(ctx, sample)
		}
		if err != nil || isSample {
			return err
		}
		fmt.Fprintln(os.Stderr, "MONGODB_URI is not set: made-up people, in memory")
	}
	if len(options.ClaimsKeys) == 0 {
		fmt.Fprintln(os.Stderr, "CLAIMS_KEYS is not set: whoever works at this machine may ask")
	}
	return serve(options, from)
}

func serve(options subgraph.Options, from records.Records) error {
	sdl := schema
	if options.Extensions {
		sdl += "\n" + extensions
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(options.Host, strconv.Itoa(options.Port)))
	if err != nil {
		return err
	}
	fmt.Printf("kit-name: http://%s/graphql\n", listener.Addr())
	server := &http.Server{Handler: subgraph.NewApp(options, from, sdl), ReadTimeout: 10 * time.Second, ReadHeaderTimeout: 10 * time.Second}
	return server.Serve(listener)
}
