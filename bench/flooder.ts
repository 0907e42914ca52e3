// The process that floods: a bounded number of forms to loopback, at an even pace, from addresses that a proxy would report.
import http from 'node:http'
import process from 'node:process'

type Flood = { baseUrl: string; many: number; overSeconds: number }

process.once('message', (flood: Flood) => {
  void run(flood).then((answers) => process.send?.(answers, () => process.disconnect()))
})

const form = new URLSearchParams({
  who: 'self',
  'body-now': 'no',
  thoughts: 'no',
  others: 'no',
  'mind-now': 'no',
  age: '18-64',
  about: 'mood',
  doctor: 'no',
  mood: 'much',
  want: 'torn',
  return: 'likely',
  tried: 'nothing',
  home: 'supports',
  time: 'yes',
  do: 'hand-over',
  leave: 'no',
  agree: 'yes',
})

async function run({ baseUrl, many, overSeconds }: Flood): Promise<Record<string, number>> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 64 })
  const answers: Record<string, number> = {}
  const sent: Promise<void>[] = []
  const began = performance.now()
  for (let n = 0; n < many; n += 1) {
    sent.push(send(`${baseUrl}/en/self-check`, n))
    const ahead = (n / many) * overSeconds * 1000 - (performance.now() - began)
    if (ahead > 1) await new Promise((resolve) => setTimeout(resolve, ahead))
  }
  await Promise.all(sent)
  agent.destroy()
  return answers

  function send(url: string, n: number): Promise<void> {
    const from = n % 2 === 0 ? '198.51.100.7' : `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`
    const body = `${form}&name=Flood&email=${n}@flood.example&phone=`
    return new Promise((resolve) => {
      const request = http.request(
        url,
        {
          method: 'POST',
          agent,
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            'content-length': Buffer.byteLength(body),
            'sec-fetch-site': 'same-origin',
            'x-forwarded-for': from,
          },
        },
        (response) => {
          const status = String(response.statusCode)
          answers[status] = (answers[status] ?? 0) + 1
          response.on('end', resolve)
          response.resume()
        },
      )
      request.on('error', () => {
        answers.lost = (answers.lost ?? 0) + 1
        resolve()
      })
      request.end(body)
    })
  }
}
