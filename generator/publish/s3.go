package publish

import (
	"bytes"
	"context"
	"crypto/md5"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"strings"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// A Bucket says where in an S3-compatible store a site lies.
type Bucket struct {
	Name, Prefix string // a prefix ends in a slash, or is empty
	Endpoint     string // an address; empty: Amazon's
	Region       string // empty: asked of the store
}

// ParseBucket reads s3://bucket/prefix. It never repeats an address that it
// refuses: there may be a password in it.
func ParseBucket(address string) (Bucket, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "s3" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return Bucket{}, errors.New("the place to publish to must be like s3://bucket or s3://bucket/prefix, and hold no credentials")
	}
	b := Bucket{Name: u.Host, Prefix: strings.Trim(u.Path, "/")}
	if b.Prefix != "" {
		b.Prefix += "/"
	}
	return b, nil
}

// bucket is a bucket as a store. Tags are those of the store: of a file sent in
// one piece mostly the MD5 sum of its content.
type bucket struct {
	client *minio.Client
	Bucket
	secrets []string
}

// retries is how often a request is tried: for some seconds, all in all.
const retries = 5

// OpenBucket returns the bucket as a store. Credentials come from the environment
// (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN) or from the file
// that Amazon's tools keep them in, with AWS_PROFILE.
func OpenBucket(b Bucket) (Store, error) {
	host, secure, err := endpoint(b.Endpoint)
	if err != nil {
		return nil, err
	}
	chain := credentials.NewChainCredentials([]credentials.Provider{&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}})
	value, err := chain.GetWithContext(nil)
	if err != nil || value.AccessKeyID == "" || value.SecretAccessKey == "" {
		return nil, errors.New("there are no credentials for the bucket: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE for ~/.aws/credentials")
	}
	client, err := minio.New(host, &minio.Options{Creds: chain, Secure: secure, Region: b.Region, MaxRetries: retries})
	if err != nil {
		return nil, fmt.Errorf("the store at %s: %w", host, err)
	}
	return &bucket{client, b, []string{value.AccessKeyID, value.SecretAccessKey, value.SessionToken}}, nil
}

// endpoint takes an address apart.
func endpoint(address string) (host string, secure bool, err error) {
	if address == "" {
		return "s3.amazonaws.com", true, nil
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || strings.Trim(u.Path, "/") != "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", false, errors.New("the endpoint must be like https://storage.example.org, and hold no path and no credentials")
	}
	return u.Host, u.Scheme == "https", nil
}

func (b *bucket) Workers() int { return 16 }

func (b *bucket) Tag(content []byte) string {
	sum := md5.Sum(content)
	return hex.EncodeToString(sum[:])
}

func (b *bucket) List(ctx context.Context, wanted map[string]bool) (map[string]Object, error) {
	there := map[string]Object{}
	for o := range b.client.ListObjects(ctx, b.Name, minio.ListObjectsOptions{Prefix: b.Prefix, Recursive: true}) {
		if o.Err != nil {
			return nil, b.fail("listing", "", o.Err)
		}
		if name := strings.TrimPrefix(o.Key, b.Prefix); wanted[name] {
			there[name] = Object{o.Size, strings.Trim(o.ETag, `"`)}
		}
	}
	return there, ctx.Err()
}

func (b *bucket) Read(ctx context.Context, name string) ([]byte, string, error) {
	o, err := b.client.GetObject(ctx, b.Name, b.Prefix+name, minio.GetObjectOptions{})
	if err != nil {
		return nil, "", b.fail("reading", name, err)
	}
	defer o.Close()
	content, err := io.ReadAll(o)
	if err != nil {
		return nil, "", b.fail("reading", name, err)
	}
	info, err := o.Stat()
	if err != nil {
		return nil, "", b.fail("reading", name, err)
	}
	return content, strings.Trim(info.ETag, `"`), nil
}

func (b *bucket) Put(ctx context.Context, name string, content []byte, h Headers, m Match) (string, error) {
	o := minio.PutObjectOptions{ContentType: h.Type, CacheControl: h.Cache, DisableMultipart: true}
	o.DisableContentSha256 = len(content) == 0 // the client would send an empty file without its length, which stores refuse
	switch m {
	case Anything:
	case Nothing:
		o.SetMatchETagExcept("*")
	default:
		o.SetMatchETag(string(m))
	}
	info, err := b.client.PutObject(ctx, b.Name, b.Prefix+name, bytes.NewReader(content), int64(len(content)), o)
	err = b.fail("writing", name, err)
	if m != Anything && errors.Is(err, fs.ErrNotExist) {
		err = ErrChanged // what was to be replaced is gone
	}
	if err != nil {
		return "", err
	}
	return strings.Trim(info.ETag, `"`), nil
}

func (b *bucket) Remove(ctx context.Context, name string) error {
	err := b.client.RemoveObject(ctx, b.Name, b.Prefix+name, minio.RemoveObjectOptions{})
	if err = b.fail("removing", name, err); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// fail tells what failed, and where. The words are those of the store for the
// codes that publishers meet, and ours for what to do about them.
func (b *bucket) fail(doing, name string, err error) error {
	if err == nil {
		return nil
	}
	where := doing + " s3://" + b.Name + "/" + b.Prefix + name
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("%s: %w", where, context.Canceled)
	}
	var r minio.ErrorResponse
	if !errors.As(err, &r) {
		return fmt.Errorf("%s: %s", where, b.clean(err.Error()))
	}
	switch r.Code {
	case "NoSuchKey":
		return fmt.Errorf("%s: %w", where, fs.ErrNotExist)
	case "PreconditionFailed", "ConditionalRequestConflict":
		return fmt.Errorf("%s: %w", where, ErrChanged)
	case "NoSuchBucket":
		return fmt.Errorf("%s: there is no such bucket", where)
	case "InvalidAccessKeyId", "SignatureDoesNotMatch", "InvalidToken", "ExpiredToken", "TokenRefreshRequired", "XAdminUserNotFound":
		return fmt.Errorf("%s: the store does not know these credentials (%s): check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE", where, r.Code)
	case "AccessDenied", "Forbidden":
		return fmt.Errorf("%s: the credentials do not permit this (%s): publishing needs to list the bucket, and to read, write and remove what is in it", where, r.Code)
	case "NotImplemented":
		return fmt.Errorf("%s: the store cannot do this: if it is about conditions, give --no-lock (%s)", where, b.clean(r.Message))
	}
	if r.StatusCode == http.StatusForbidden || r.StatusCode == http.StatusUnauthorized {
		return fmt.Errorf("%s: the store refuses these credentials (%s): check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE", where, b.clean(r.Message))
	}
	return fmt.Errorf("%s: %s (%s)", where, b.clean(r.Message), r.Code)
}

// clean takes credentials out of a text, should one ever stand there.
func (b *bucket) clean(text string) string {
	for _, s := range b.secrets {
		if s != "" {
			text = strings.ReplaceAll(text, s, "…")
		}
	}
	return text
}
