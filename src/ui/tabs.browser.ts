// On a narrow screen the tabs reach past its edge: the one that is open is brought into sight, and the page stays where it is.
for (const open of document.querySelectorAll('.tabs [aria-current]')) {
  const tabs = open.closest('.tabs')
  const [tab, edge] = [open.getBoundingClientRect(), tabs?.getBoundingClientRect()]
  if (tabs && edge) tabs.scrollLeft += tab.left + tab.width / 2 - (edge.left + edge.width / 2)
}

export {}
