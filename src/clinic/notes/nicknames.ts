/** Given names and their usual short forms in the United States, English and Spanish; the first of each line is the long one. */
const families = `
abigail abby abbie gail
abraham abe bram
adelaide addie della
adrian ade
agustin agus
alan al
alastair al alec
albert al bert bertie
alberto beto
alejandra ale aleja sandra
alejandro ale alex
alexander alex al xander alec sandy sasha zander lex
alexandra alex lexi sandra sandy sasha alexa lexie
alfonso poncho fonzie
alfred al fred freddie
alfredo fredo
alice ali
alicia ali lecia
allison ali allie
amanda mandy manda
amelia amy millie mia
ana anita
anastasia ana stacy nastya
andrea andi drea
andrew andy drew
angela angie
angelica angie
anna annie ann
anne annie nan
anthony tony ant
antonia toni tonya
antonio tony tonio
archibald archie
arnold arnie
arthur art artie
augustus gus augie
barbara barb babs barbie
bartholomew bart
beatrice bea trixie
beatriz bea betty
benjamin ben benny benji benjy
bernard bernie barney
bernadette bernie detta
bethany beth
beverly bev
bradley brad
brandon bran
brenda bren
brian bry
bridget bridie biddy
calvin cal
cameron cam
camila cami
candace candy
carlos charly carlitos
carmen carmelita
caroline carrie caro carol
carolyn carol carrie lyn
cassandra cass cassie sandra
catalina cata lina
catherine cathy cat kate katie kit cate trina
cecilia ceci cece celia
charles charlie chuck chas chip chaz
charlotte charlie lottie char
chester chet
christian chris
christina chris tina chrissy christy
christine chris tina chrissy christy
christopher chris kit topher
clarence clare
clifford cliff
clinton clint
concepcion concha conchita
constance connie
consuelo chelo
cornelius neil
cynthia cindy
daniel dan danny
daniela dani
danielle dani ellie
david dave davey davy
deborah deb debbie debby
delores dee
dennis denny
derek rick
diana di
dolores lola dee
dominic dom nick
donald don donny
dorothy dot dottie dolly dora
douglas doug
dwayne duane
edgar ed eddie
eduardo edu lalo eddie
edward ed eddie ned ted teddy
edwin ed eddie
eleanor ellie nell nora
elizabeth liz lizzie beth betsy betty eliza libby lisa liza bess bessie ellie
emily em emmy
emmanuel manny
enrique kike quique
ernest ernie
ernesto neto
esteban teban
esther essie
eugene gene
evelyn evie eve
ezekiel zeke
fernando nando fer
florence flo flossie
frances fran frannie francie
francis frank fran
francisco paco pancho frank cisco
franklin frank
frederick fred freddie rick
gabriel gabe
gabriela gabi gaby
gabrielle gabby elle
genevieve gen evie viv
geoffrey geoff jeff
george georgie
gerald gerry jerry
gerardo lalo jerry
gertrude trudy gertie
gilbert gil
gloria glo
graciela chela
gregory greg
gregorio goyo greg
guadalupe lupe lupita
guillermo memo guille
gustavo gus tavo
gwendolyn gwen wendy
harold harry hal
harriet hattie
hector tito
helen nell nellie
henry hank harry hal
herbert herb bert
howard howie
hugh hughie
ignacio nacho
ines nes
irene rene
isaac ike zac
isabel izzy bella belle
isabella izzy bella belle
ismael isma
jacob jake
jacqueline jackie
james jim jimmy jamie jay
jane janie
janet jan
jasmine jas jazz
javier javi
jeanette jean
jeffrey jeff
jennifer jen jenny jenn
jeremiah jerry
jeremy jerry jem
jerome jerry
jesse jess
jessica jess jessie
jesus chuy chucho
jillian jill
joan joanie
joaquin quino
johanna jo
john johnny jack jon
jonathan jon jonny nathan
jorge coque
jose pepe chepe che
josefina pepa fina
joseph joe joey
josephine jo josie
joshua josh
josue josh
joyce joy
juan juanito juancho
judith judy
julia jules julie
julian jules
julio jules
justin jus
karen kari
katherine kathy kat kate katie kit kitty kathryn kay
kathleen kathy kate katie
kenneth ken kenny
kevin kev
kimberly kim kimmy
kristen kris kristy
kristina kris tina kristy
latoya toya
lawrence larry lars
leah lee
leonard leo len lenny
leonardo leo
leopoldo polo leo
leslie les
leticia lety
lillian lil lily
linda lindy
louis lou louie
louise lou lulu
lourdes lulu
lucas luke
lucia lucy
lucille lucy
luis lucho
madeline maddie maddy
magdalena magda lena
manuel manny manolo
marcus marc mark
margaret maggie meg megan peg peggy marge margie greta rita daisy
margarita rita mago
maria mari maruja
mario mayito
marisol mari
martha marty patty
martin marty
mary molly polly mae mamie
matilda tilly mattie
matthew matt matty
maureen mo
maurice mo maury
maximilian max
maxwell max
megan meg
melanie mel
melinda mindy mel
melissa missy mel lissa
melvin mel
mercedes merche mercy
michael mike mick mickey mikey
michelle shelly chelle micki
mildred millie
miguel mike micky
miriam mimi
mitchell mitch
mohammed mo moe
monica moni
montgomery monty
muhammad mo moe
nancy nan
natalie nat
natalia nata talia
nathan nate
nathaniel nate nat nathan
nicholas nick nicky
nicole nicky nikki
nicolas nico nick
norman norm
octavio tavo
olivia liv livvy
oliver ollie
oscar oz
pamela pam
patricia pat patty trish tricia patsy
patricio pato
patrick pat paddy rick
pedro perico
penelope penny nelly
peter pete
philip phil pip
phillip phil pip
phyllis phyl
priscilla cilla
rachel rach
rafael rafa ralph
ramon moncho
randall randy
raul rulo
raymond ray
rebecca becky becca
reginald reg reggie
reynaldo rey
ricardo rick ricky richie
richard rich rick dick richie ricky
robert rob bob bobby robbie bert
roberta bobbie
roberto beto rob
rodney rod
rodrigo rigo
roger rog
roland rollie
ronald ron ronnie
rosa rosie rosita
rosalinda rosa linda
rosario charo
rosemary rose rosie
roxanne roxy
russell russ rusty
ruth ruthie
salvador sal chava
samantha sam sammy
samuel sam sammy
sandra sandy
santiago santi chago
sarah sally sadie
scott scotty
sebastian seb bash
sergio checo
shannon shan
sharon shari
shirley shirl
simon si
socorro coco
sofia sofi
solomon sol
sophia sophie
stanley stan
stephanie steph stevie
stephen steve stevie
steven steve stevie
stewart stew stu
stuart stu
susan sue susie suzy
susana susi
suzanne sue suzy
sylvia syl
tabitha tabby
tamara tammy
teodoro teo
teresa terry tess tere
terrence terry
thaddeus thad tad
theodore ted teddy theo
theresa terry tess tessa
thomas tom tommy
tiffany tiff
timothy tim timmy
tobias toby
tyler ty
tyrone ty
valentina vale tina
valerie val
vanessa nessa
vernon vern
veronica ronnie vero roni
victor vic
victoria vicky tori
vincent vince vinny vin
vicente chente
virginia ginny ginger
vivian viv
wallace wally
walter walt wally
wanda wan
wendell dell
wilfred will fred
wilhelmina mina billie
william bill billy will willy liam willie
winifred winnie freda
winston win
xavier xavi
yolanda yoli
yvonne vonnie
zachary zach zack
zoe zo
`

const formsOf = new Map<string, Set<string>>()
const longNames = new Set<string>()
const lines = families.trim().split('\n')
for (const line of lines) longNames.add(line.split(' ')[0] ?? line)
for (const line of lines) {
  const [long, ...short] = line.split(' ')
  if (long === undefined) continue
  formsOf.set(long, new Set([...(formsOf.get(long) ?? []), ...short]))
  for (const form of short) {
    if (!longNames.has(form)) formsOf.set(form, new Set([...(formsOf.get(form) ?? []), long]))
  }
}

/**
 * The other usual forms of a given name: the short ones of a long name (bill, will, liam … of 'william'), and the long
 * ones of a short name ('william' of 'bill'). In plain letters, without the name itself; empty where none is known.
 */
export const shortFormsOf = (plainName: string): string[] =>
  [...(formsOf.get(plainName) ?? [])].filter((form) => form !== plainName)
