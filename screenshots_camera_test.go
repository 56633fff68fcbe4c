package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

const (
	// sharp is how many pixels of a picture a CSS pixel has on each side.
	sharp = "1.5"
	// pictureBytes is how large a picture may be: they are part of the
	// repository.
	pictureBytes = 120 << 10
)

// A camera photographs the page of a telegramtest.Server or a
// discordtest.Server.
type camera struct {
	browser, folder string
	// wide and high are the size of the window in CSS pixels. A phone is as
	// high as the longest dialogue needs: what is below it is cut off.
	wide, high int
	// below is the colour of the page under a chat that is as high as its
	// messages, see page.css.
	below color.NRGBA
}

// newCamera finds the browser. The pictures go to a folder and are as wide as a
// phone.
func newCamera(t *testing.T, folder string, wide int, below color.NRGBA) camera {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return camera{browser: path, folder: folder, wide: wide, high: 3200, below: below}
		}
	}
	t.Fatal("no Chromium here to take pictures with: install one, or put it on the PATH")
	return camera{}
}

// take photographs what is at an address.
func (c camera) take(t *testing.T, name, address string) {
	t.Helper()
	shot, err := c.shoot(t, address)
	for range 2 { // the browser crashes now and then
		if err != nil {
			t.Logf("photograph %s again: %v", name, err)
			shot, err = c.shoot(t, address)
		}
	}
	if err != nil {
		t.Fatalf("photograph %s: %v", name, err)
	}
	whole, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		t.Fatal(err)
	}
	var small bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	for _, colours := range []int{128, 96, 64} { // enough for letters with soft edges
		small.Reset()
		if err := encoder.Encode(&small, fewColours(c.cropped(whole), colours)); err != nil {
			t.Fatal(err)
		}
		if small.Len() <= pictureBytes {
			break
		}
	}
	if small.Len() > pictureBytes {
		t.Errorf("the picture %s has %d KiB, at most %d: show less in it", name, small.Len()>>10, pictureBytes>>10)
	}
	if err := os.WriteFile(filepath.Join(c.folder, name+".png"), small.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// shoot starts the browser for one picture of the whole window.
func (c camera) shoot(t *testing.T, address string) ([]byte, error) {
	raw := filepath.Join(t.TempDir(), "raw.png")
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	browser := exec.CommandContext(ctx, c.browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--hide-scrollbars", "--user-data-dir="+t.TempDir(), "--virtual-time-budget=3000",
		"--force-device-scale-factor="+sharp, fmt.Sprintf("--window-size=%d,%d", c.wide, c.high), "--screenshot="+raw, address)
	browser.Env = append(os.Environ(), "TZ=Asia/Yerevan") // the clock of the phone
	said, err := browser.CombinedOutput()
	if err == nil {
		var shot []byte
		if shot, err = os.ReadFile(raw); err == nil {
			return shot, nil
		}
	}
	return nil, fmt.Errorf("%w\n%s", err, said)
}

// cropped is the picture without the plain colour at its end.
func (c camera) cropped(whole image.Image) *image.NRGBA {
	b := whole.Bounds()
	end := b.Max.Y
	for end > b.Min.Y+1 && color.NRGBAModel.Convert(whole.At(b.Min.X, end-1)) == c.below {
		end--
	}
	part := image.NewNRGBA(image.Rect(0, 0, b.Dx(), end-b.Min.Y))
	for y := range part.Rect.Dy() {
		for x := range part.Rect.Dx() {
			part.Set(x, y, whole.At(b.Min.X+x, b.Min.Y+y))
		}
	}
	return part
}

// A shade is a colour and how many pixels have it.
type shade struct {
	color.NRGBA
	pixels int
}

// channel returns red, green or blue.
func (s shade) channel(i int) uint8 { return [3]uint8{s.R, s.G, s.B}[i] }

// fewColours is the picture with few colours: those of the boxes that the
// colours fall into when the box that differs most is halved again and again.
func fewColours(full *image.NRGBA, colours int) *image.Paletted {
	counts := map[color.NRGBA]int{}
	for i := 0; i < len(full.Pix); i += 4 {
		counts[color.NRGBA{full.Pix[i], full.Pix[i+1], full.Pix[i+2], 255}]++
	}
	shades := make([]shade, 0, len(counts))
	for c, n := range counts {
		shades = append(shades, shade{c, n})
	}
	slices.SortFunc(shades, func(a, b shade) int { // so that the same picture has the same bytes
		return cmp.Or(int(a.R)-int(b.R), int(a.G)-int(b.G), int(a.B)-int(b.B))
	})
	var chosen color.Palette
	index := map[color.NRGBA]uint8{}
	for i, box := range halved(shades, colours) {
		chosen = append(chosen, commonest(box))
		for _, s := range box {
			index[s.NRGBA] = uint8(i)
		}
	}
	out := image.NewPaletted(full.Rect, chosen)
	for i := range out.Pix {
		p := full.Pix[4*i : 4*i+3]
		out.Pix[i] = index[color.NRGBA{p[0], p[1], p[2], 255}]
	}
	return out
}

// halved parts shades into up to n boxes.
func halved(shades []shade, n int) [][]shade {
	boxes := [][]shade{shades}
	for len(boxes) < n {
		worst, along, most := -1, 0, 0
		for i, box := range boxes {
			if channel, spread := widest(box); spread > most {
				worst, along, most = i, channel, spread
			}
		}
		if worst < 0 {
			return boxes // every box is one colour
		}
		box := boxes[worst]
		slices.SortStableFunc(box, func(a, b shade) int { return int(a.channel(along)) - int(b.channel(along)) })
		low, high := box[0].channel(along), box[len(box)-1].channel(along)
		cut := slices.IndexFunc(box, func(s shade) bool { return int(s.channel(along)) > (int(low)+int(high))/2 })
		boxes[worst] = box[:cut:cut]
		boxes = append(boxes, box[cut:])
	}
	return boxes
}

// widest returns the channel in which the shades of a box differ most, and how
// much.
func widest(box []shade) (channel, spread int) {
	for i := range 3 {
		low, high := box[0].channel(i), box[0].channel(i)
		for _, s := range box {
			low, high = min(low, s.channel(i)), max(high, s.channel(i))
		}
		if d := int(high) - int(low); d > spread {
			channel, spread = i, d
		}
	}
	return channel, spread
}

func commonest(box []shade) color.NRGBA {
	return slices.MaxFunc(box, func(a, b shade) int { return a.pixels - b.pixels }).NRGBA
}
