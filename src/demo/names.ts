// Invented people carry these names. None is an English word that a group note might use: a note that holds the name of
// anyone in the room is refused.

const list = (text: string): string[] => text.trim().split(/\s+/)

export const womensNames = list(`
  Aaliyah Adriana Alicia Amara Anika Beatriz Bianca Brenda Camila Carmen Catherine Celeste Chantal Claudia Danielle
  Deborah Denise Diane Elena Esther Fatima Gabriela Hannah Helen Ingrid Irina Jasmine Joanna Julia Karina Keisha Latoya
  Laura Leticia Lucia Magda Marisol Megan Monica Nadia Naomi Natasha Nicole Olga Paula Rachel Rebecca Renata Samira
  Sandra Shanice Simone Tamara Teresa Thandi Valentina Vanessa Yolanda Zainab Zofia`)

export const mensNames = list(`
  Aaron Abdul Adrian Ahmed Alejandro Andre Anthony Arjun Benjamin Brandon Brian Bruno Carlos Cedric Christopher Damian
  Daniel Darnell Dennis Dmitri Eduardo Elijah Emmanuel Enrique Eric Felix Fernando Gabriel Gerald Hassan Hector Ibrahim
  Isaac Ivan Jamal Javier Jerome Jonathan Jorge Joshua Kareem Keith Kevin Kwame Lamar Leonard Luis Malik Manuel Mateo
  Miguel Nathan Nikolai Omar Oscar Patrick Rafael Raymond Ricardo Roberto Samuel Sergio Stefan Terrence Timothy Trevor
  Victor Walter Xavier Zachary`)

export const othersNames = list('Alexis Avery Casey Emery Jordan Kai Morgan Quinn Riley Rowan Sasha Skyler')

export const familyNames = list(`
  Abara Abbott Acevedo Aguilar Ahmadi Alvarado Andersson Appiah Arroyo Asante Balogun Banerjee Barrett Bautista Becker
  Beltran Bennett Bianchi Boateng Bogdanov Brennan Caldwell Camacho Cardoso Castillo Chaudhry Chen Choi Cisneros Coleman
  Connolly Cordero Dalton Delgado Desai Diallo Dominguez Donovan Dubois Edwards Ellison Eriksen Espinoza Farrell Ferrara
  Figueroa Fitzgerald Fofana Franklin Gallagher Garcia Gonzalez Greenberg Guerrero Gupta Gutierrez Hamid Hansen Harrison
  Hernandez Herrera Hoffman Huang Hussein Ibarra Ivanov Jackson Jensen Jimenez Johansson Kamara Kapoor Kaufman Keller
  Kennedy Khan Kowalski Kruger Kumar Lambert Larsen Leblanc Levine Lindgren Lombardi Machado Malone Mancini Marquez
  Martinez McCarthy Mehta Mendoza Mensah Meyer Mitchell Molina Montoya Moreau Morrison Mukherjee Murphy Nakamura Navarro
  Nguyen Nielsen Nwosu Ochoa Okonkwo Olsen Onyango Pacheco Padilla Paredes Patel Pereira Petrov Phillips Quintero
  Ramirez Reyes Richter Rinaldi Rodriguez Rossi Ruiz Salazar Sandoval Schneider Serrano Sharma Silva Simmons Sokolov
  Sorensen Suarez Sullivan Takahashi Tanaka Thompson Torres Traore Vargas Vasquez Velasco Vogel Wagner Watkins Weber
  Whitaker Williams Yamamoto Yilmaz Zamora Zhang Zielinski`)

export const streets = list(
  'Alder Birchwood Canal Chestnut Ferry Fishkill Grove Harbor Juniper Liberty Maple Orchard Quarry',
)

export const towns = [
  { town: 'Beacon', state: 'NY', zip: '12508', areaCode: '845' },
  { town: 'Newburgh', state: 'NY', zip: '12550', areaCode: '845' },
  { town: 'Fishkill', state: 'NY', zip: '12524', areaCode: '845' },
  { town: 'Poughkeepsie', state: 'NY', zip: '12601', areaCode: '845' },
  { town: 'New Windsor', state: 'NY', zip: '12553', areaCode: '845' },
]
