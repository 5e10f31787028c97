-- For wrk: requests the downloads of a file in turn, one "target<TAB>cookie" on each line.
local requests = {}
local last = 0

function init(arguments)
   for line in io.lines(arguments[1]) do
      local target, cookie = line:match("^(%S+)\t(.+)$")
      requests[#requests + 1] = wrk.format("GET", target, {Host = wrk.headers["Host"], Cookie = cookie})
   end
end

function request()
   last = last % #requests + 1
   return requests[last]
end
