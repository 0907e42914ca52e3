export type Tab = { label: string; href: string; current?: boolean; count?: number }

/** Each tab is a page of its own: links, not a widget. */
export const Tabs = ({ label, tabs, current }: { label: string; tabs: Tab[]; current?: string }) => (
  <nav class="tabs" aria-label={label}>
    <ul>
      {tabs.map((tab) => (
        <li>
          <a href={tab.href} aria-current={(tab.current ?? tab.label === current) ? 'page' : undefined}>
            {tab.label}
            {tab.count !== undefined && tab.count > 0 && <span class="count">{tab.count}</span>}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
