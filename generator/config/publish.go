package config

import "trigpoint/generator/record"

// Publish is [publish]: where trigpoint publish sends the site. Credentials are
// never kept here.
type Publish struct {
	To       string // s3://bucket/prefix, or a folder relative to the site's
	Endpoint string // address of an S3-compatible store; empty: Amazon's
	Region   string
}

func readPublish(r record.Reader) Publish {
	p := Publish{To: r.Text("to"), Endpoint: r.Text("endpoint"), Region: r.Text("region")}
	r.Reject("to", "endpoint", "region")
	return p
}
