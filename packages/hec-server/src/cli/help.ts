import { faultActions } from '../fault/validate.ts';
import { personalities } from '../personality/index.ts';

/** What `--help` prints. */
export const help: string = `hec-server: an HTTP Event Collector endpoint on your laptop

  hec-server [options]

  --port <n>          port to listen on, 0 for a free one      8088
  --host <address>    address to listen on                     127.0.0.1
  --token <token>     let in this token alone; repeatable      any token
  --as <name>         whose answers to give                    splunk
                      ${Object.keys(personalities)
                        .join(', ')
                        .replaceAll(/(.{40,52}),/g, '$1,\n                     ')}
  --tls               HTTPS with a certificate made for this run
  --ca-out <file>     write that certificate, for clients to trust
  --cert, --key       HTTPS with these PEM files
  --ack               indexer acknowledgement
  --ack-delay <ms>    until a request is acknowledged          1000
  --index <name>      indexes that may be written; repeatable  any index
  --query-token       let in ?token=
  --fault <fault>     something that goes wrong; repeatable
  --seed <n>          for faults with a probability            1
  --max-events <n>    events kept in memory                    100000
  --print             write every event to stdout, one a line
  --help, --version

A fault is an HTTP status or one of ${faultActions.join(', ')},
followed by when it happens:
  --fault 503,times=5                 busy five times, then well again
  --fault 429,retry-after=2,every=10
  --fault slow,ms=800,probability=0.2
  --fault reset-after,contains=poison
  --fault 403,body=blocked,nth=2+5
also path=, after=, take= (keep the events all the same, or the first so many).

The page at / shows what arrives. Ctrl-C ends the server.
`;
