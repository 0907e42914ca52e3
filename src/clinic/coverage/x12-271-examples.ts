// Answers of invented payers about invented people, in the shapes that public samples have: for tests and for trying out.

const lines = (segments: string[]): string => segments.map((segment) => `${segment}~`).join('\n\n')
const envelope = (body: string[]): string[] => [
  'ISA*03*1112223334*01*1112223334*30*000000005      *30*STEPHOUSE      *261102*1147*^*00501*000000907*1*T*:',
  'GS*HB*000000005*STEPHOUSE*20261102*1147*1*X*005010X279A1',
  'ST*271*4321*005010X279A1',
  ...body,
  `SE*${body.length + 2}*4321`,
  'GE*1*1',
  'IEA*1*000000907',
]
const head = [
  'BHT*0022*11*ASK-7*20261102*1319',
  'HL*1**20*1',
  'NM1*PR*2*RIVER MUTUAL*****PI*RM001',
  'HL*2*1*21*1',
  'NM1*1P*2*STEP HOUSE*****XX*1234567893',
  'HL*3*2*22*0',
]

/** An answer about Maya Alvarez: active, a copay, a deductible partly met, a limit of days, another organisation to ask. */
export const sample271 = lines(
  envelope([
    ...head,
    'TRN*2*93175-012547*9877281234',
    'NM1*IL*1*ALVAREZ*MAYA****MI*RM5550123',
    'REF*6P*G-88',
    'N3*1 HILL ROAD',
    'N4*BEACON*NY*12508',
    'DMG*D8*19910417*F',
    'DTP*346*D8*20260101',
    'EB*1**30**SILVER 20',
    'EB*1**MH^CJ^AI',
    'EB*B*IND*CJ*HM*SILVER 20*27*30.00****Y*Y',
    'MSG*PER DAY OF INTENSIVE OUTPATIENT',
    'III*ZZ*57',
    'EB*B*IND*CJ*HM*SILVER 20*27*75.00*****N',
    'EB*A*IND*CJ*HM*SILVER 20*27**.2****Y',
    'EB*C*IND*30***23*1500.00*****W',
    'EB*C*IND*30***29*400*****W',
    'EB*C*FAM*30***23*3000*****W',
    'EB*G*IND*30***23*6000*****Y',
    'EB*G*IND*30***29*3900*****Y',
    'EB*F*IND*CJ***23***VS*40**Y',
    'EB*F*IND*CJ***29***VS*30**Y',
    'EB*I**35',
    'EB*U**CJ',
    'LS*2120',
    'NM1*VN*2*CASE CARE INC',
    'LE*2120',
  ]),
)

/** The same payer about Maya, with lines of the caller's choice. */
export const answerFor = (benefitLines: string[]): string =>
  lines(envelope([...head, 'NM1*IL*1*ALVAREZ*MAYA****MI*RM5550123', 'DMG*D8*19910417*F', ...benefitLines]))

/** As a second vendor sends it: a byte-order mark, blanks, one mark for two purposes, refusals on every level, wrong counts. */
export const withErrors = `\uFEFFISA*00*..........*01*SECRET....*ZZ*SUBMITTERS.ID..*ZZ*RECEIVERS.ID...*030101*1253*^*00501*000000905*1*P*^~
  GS*XX*SENDER CODE*RECEIVER CODE*20261102*0802*1*X*005010X279~
    ST*271*4321*005010X279~
      BHT*0022*11*10001234*20261102*1319~
      HL*1**20*1~
		AAA*N**80*P~
        NM1*PR*2*HILL HEALTH*****PI*HH01~
        HL*2*1*21*1~
          NM1*1P*2*STEP HOUSE*****SV*2000035~
			  AAA*Y**41*C~
          HL*3*2*22*1~
            NM1*IL*1*MENSAH*EFUA****MI*HH777~
              DMG*D8*19700519*F~
          HL*4*3*23*0~
            NM1*03*1*mensah*kofi~
				AAA*N**58*C~
              DMG*D8*20010919*M~
              EB*1**30**bronze 123 plan~
    SE*22*4321~
  GE*1*1~
IEA*1*000000905~`

/** Marks of its own for everything, and a line end as the end of a segment. */
export const withOddSeparators = [
  'ISA|00|          |00|          |ZZ|PAYER          |ZZ|STEPHOUSE      |261102|1200|!|00501|000000001|0|P|>',
  'GS|HB|PAYER|STEPHOUSE|20261102|1200|1|X|005010X279A1',
  'ST|271|0001|005010X279A1',
  'BHT|0022|11|1|20261102|1200',
  'HL|1||20|1',
  'NM1|PR|2|PIPE PAYER|||||PI|PP',
  'HL|2|1|21|1',
  'NM1|1P|2|STEP HOUSE|||||XX|1234567893',
  'HL|3|2|22|0',
  'NM1|IL|1|O’NEIL|SEÁN||||MI|P1',
  'EB|1||30!MH',
  'EB|A||MH|||||0.2',
  'SE|11|0001',
  'GE|1|1',
  'IEA|1|000000001',
].join('\n')
