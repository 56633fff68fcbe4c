# A static binary in an empty image. The database lives in the volume /data.
#   docker build -t wirebrief . && docker run -v wirebrief:/data wirebrief
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=1 go build -tags sqlite_fts5,netgo,osusergo \
      -ldflags '-s -w -linkmode external -extldflags "-static"' -o /wirebrief . \
 && mkdir /data

FROM scratch
COPY --from=build /wirebrief /wirebrief
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chown=65532:65532 /data /data
USER 65532:65532
ENV STATE_DIRECTORY=/data
VOLUME /data
ENTRYPOINT ["/wirebrief"]
CMD ["run"]
