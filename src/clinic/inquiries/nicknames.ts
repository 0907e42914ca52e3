// English and Spanish short forms that clinics meet. A short form may belong to several names (Chris, Alex, Pat).
const FORMS = `
abigail abby gail | abraham abe | albert al bert bertie | alberto beto berto | alejandro alex ale sandro | alexander alex al xander sandy sasha
alexandra alex lexi sandra sandy sasha | alfred al fred alfie | alice ali | allison ali allie | amanda mandy | amelia amy millie
andrew andy drew | angela angie | anna ann anne annie nan | anthony tony ant | antonio tony tono toni | arthur art artie | barbara barb barbie babs
benjamin ben benny benji | beatrice bea trixie | bernard bernie | beverly bev | bradley brad | brandon brand | bridget biddy bridie | calvin cal
cameron cam | carlos charlie carlitos | caroline carol carrie | carolyn carol lynn | catherine kate katie cathy cat kitty cate | charles charlie chuck chaz chas
charlotte charlie lottie | cheryl cher | christian chris | christina chris tina chrissy christy | christine chris chrissy tina | christopher chris kit topher
clifford cliff | consuelo chelo | cynthia cindy | daniel dan danny | danielle dani | david dave davey | deborah deb debbie debra | dennis denny
diana di | dolores lola | dominic dom nick | donald don donnie | dorothy dot dottie dolly | douglas doug | edward ed eddie ted ned teddy
edwin ed eddie | eduardo eddie lalo | eleanor ellie nell nora lenore | elizabeth liz lizzie beth betty betsy eliza lisa libby bess elisabeth
emily em emmy | enrique quique henry kike | ernest ernie | eugene gene | evelyn evie | ezekiel zeke | fernando nando | florence flo
frances fran fanny frankie | francis frank fran frankie | francisco paco pancho frank cisco | franklin frank | frederick fred freddy fritz
gabriel gabe | gabriela gaby gabi | gabrielle gabby | george georgie | gerald gerry jerry | gerard gerry jerry | geoffrey geoff jeff
gilbert gil bert | gloria glo | gordon gordy | graciela chela | gregory greg | guadalupe lupe lupita | guillermo memo william
harold hal harry | harrison harry | heather hettie | helen nell nellie | henry hank harry hal | herbert herb bert | howard howie
ignacio nacho | irene rene | isaac ike zac | isabella bella izzy isabel | isabel bella izzy belle | jacob jake jay | jacqueline jackie
james jim jimmy jamie jay jem | jane janie jenny | janet jan | jason jay | javier javi | jeffrey jeff geoff | jennifer jen jenny jenn
jeremiah jerry jem | jeremy jerry jem | jerome jerry | jessica jess jessie | jesus chuy chucho | joan joanie | joanna jo joanne | joaquin quino
john johnny jack jon | jonathan jon jonny nathan | jordan jordy | jorge george coque | jose pepe joe che | joseph joe joey jo | josefina josie pepa
josephine jo josie | joshua josh | joyce joy | judith judy jude | julia julie | julian jules | katherine kate katie kathy kat kay kitty
kathleen kate katie kathy kay | kathryn kate katie kathy | kenneth ken kenny | kimberly kim | kristen kris kristy | kristina kris tina kristy
lawrence larry laurie | laura laurie | leonard leo len lenny | leonardo leo | leroy roy | leslie les | lillian lily lil | linda lindy lynn
louis lou louie | louise lou | lucille lucy | luis lucho louis | madeline maddie | manuel manny manolo | manuela manny | marcus marc mark
margaret maggie meg peggy marge margie greta daisy madge rita | maria mary mia mari | maribel mari | mariana mari | martin marty
martha marty patsy | mary molly polly mae maria mamie | matthew matt matty | matilda tilly mattie | maureen mo | maxwell max | maximilian max
melissa mel missy lissa | melanie mel | michael mike mikey mick mickey | michelle shelly micki | miguel mike mickey | mildred millie
miranda mandy randi | mitchell mitch | nancy nan | natalie nat | nathan nate nat | nathaniel nate nat nathan | nicholas nick nicky nico
nicole nicky nikki | norman norm | oliver ollie | olivia liv livvy | oscar ozzie | pablo paul | pamela pam | patricia pat patty trish tricia patsy
patrick pat paddy rick | paul paulie | pedro pete | penelope penny | peter pete | phillip phil pip | philip phil pip | priscilla cilla | rachel rae
rafael rafa | ramon ray moncho | randall randy | raymond ray | rebecca becky becca | reginald reg reggie | ricardo rick rico richard
richard rick dick rich ricky richie | robert bob bobby rob robbie bert | roberta bobbie | roberto beto rob bob | roderick rod | rodney rod
roger rodge | roland rollie | ronald ron ronnie | rosario charo | rosa rosie | rosemary rose rosie | rudolph rudy | russell russ rusty
salvador chava sal | samantha sam sammie | samuel sam sammy | sandra sandy | santiago santi diego | sarah sally sadie sara | sebastian seb bash
sharon shari | shirley shirl | simon si | sophia sophie | stanley stan | stephanie steph | stephen steve stevie | steven steve stevie | stuart stu
susan sue suzy susie | susannah sue susan | sylvester sly | sylvia syl | tabitha tabby | teresa terry tess tessa tere | theresa terry tess tessa
terence terry | theodore ted teddy theo | thomas tom tommy | timothy tim timmy | tobias toby | tyler ty | valerie val | vanessa nessa
veronica ronnie vero | victor vic | victoria vicky tori | vincent vince vinny | virginia ginny ginger | vivian viv | walter walt wally
wanda wendy | wesley wes | wilfred will fred | william bill billy will willie liam | winifred winnie | yolanda yoli | zachary zach zack`

const namesByForm = new Map<string, Set<string>>()
for (const group of FORMS.split(/[|\n]/)) {
  const forms = group.trim().split(/\s+/).filter(Boolean)
  const [name] = forms
  if (name === undefined) continue
  for (const form of forms) namesByForm.set(form, (namesByForm.get(form) ?? new Set()).add(name))
}

/**
 * Whether two given names (plain lower-case letters) are forms of one name: Bill and William, Liz and Beth.
 * Two short forms match when they share a full name; a form never matches by chance through a third name.
 */
export function areFormsOfOneName(one: string, other: string): boolean {
  const names = namesByForm.get(one)
  const others = namesByForm.get(other)
  return names !== undefined && others !== undefined && [...names].some((name) => others.has(name))
}
