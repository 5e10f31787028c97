/// Small pictures inside a text; words beside them say the same.
enum Icons {
    static let lock: HTML = """
        <svg class="icon" aria-hidden="true" viewBox="0 0 16 16" width="16" height="16"><path d="M4.5 7V4.9a3.5 3.5 0 0 1 \
        7 0V7" fill="none" stroke="currentColor" stroke-width="1.6"/><rect x="3" y="7" width="10" height="7" rx="1.5" \
        fill="currentColor"/></svg>
        """
    static let open: HTML = """
        <svg class="icon" aria-hidden="true" viewBox="0 0 16 16" width="16" height="16"><path d="M8 2v8m0 0 3.2-3.2M8 10 \
        4.8 6.8M2.8 13.5h10.4" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" \
        stroke-linejoin="round"/></svg>
        """
}
