package telegramtest

import (
	"cmp"
	"fmt"
	"net/http"
	"strconv"
	"strings"
)

// maxUpload and maxDownload bound files in bytes; a photo may be smaller only.
const (
	maxUpload   = 50 << 20
	maxPhoto    = 10 << 20
	maxDownload = 20 << 20
)

// upload is the file of a parameter: an upload, or one that was sent before,
// by its id. Addresses are not fetched: an empty file stands for what is there.
func (s *Server) upload(c *Call, name string) (File, error) {
	value := c.Values[name]
	if f, ok := s.files[value]; ok {
		return f, nil
	}
	if strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://") {
		return s.keepFile(File{Name: value[strings.LastIndexByte(value, '/')+1:]}), nil
	}
	key, ok := strings.CutPrefix(value, "attach://")
	f, found := c.Files[key]
	switch {
	case value == "":
		return f, badRequest("there is no %s in the request", name)
	case !ok || !found:
		return f, badRequest("wrong file identifier/HTTP URL specified")
	case len(f.Content) == 0:
		return f, badRequest("file must be non-empty")
	case len(f.Content) > maxUpload:
		return f, refused(http.StatusRequestEntityTooLarge, "", "Request Entity Too Large")
	case name == "photo" && len(f.Content) > maxPhoto:
		return f, badRequest("file is too big for a photo")
	}
	return s.keepFile(f), nil
}

func (s *Server) keepFile(f File) File {
	f.ID = "BQACAgIAAxkDAAI" + strconv.FormatInt(s.nextID.file, 36)
	f.Name = cmp.Or(f.Name, "file")
	s.nextID.file++
	s.files[f.ID] = f
	return f
}

// uniqueID is the same for each bot, and cannot be used to get the file.
func uniqueID(f File) string { return "Ag" + f.ID[len(f.ID)-1:] + strconv.Itoa(len(f.Content)) }

// getFile tells where a file can be downloaded.
func (s *Server) getFile(c *Call) (any, error) {
	f, ok := s.files[c.Values["file_id"]]
	switch {
	case !ok:
		return nil, badRequest("invalid file_id")
	case len(f.Content) > maxDownload:
		return nil, badRequest("file is too big")
	}
	return map[string]any{"file_id": f.ID, "file_unique_id": uniqueID(f), "file_size": len(f.Content), "file_path": "documents/" + f.ID}, nil
}

// serveFile answers a download under /file/bot<TOKEN>/documents/<id>.
func (s *Server) serveFile(w http.ResponseWriter, rest string) {
	token, path, _ := strings.Cut(rest, "/")
	s.mu.Lock()
	f, ok := s.files[strings.TrimPrefix(path, "documents/")]
	s.mu.Unlock()
	if token != s.o.Token || !ok {
		write(w, http.StatusNotFound, answer{Code: http.StatusNotFound, Description: "Not Found"})
		return
	}
	w.Header().Set("Content-Type", cmp.Or(f.MIME, "application/octet-stream"))
	w.Header().Set("Content-Disposition", fmt.Sprintf("attachment; filename=%q", f.Name))
	w.Write(f.Content) // a client that has gone needs no answer
}
