window.Redoc.init(
  "/openapi.json",
  { hideDownloadButton: true, disableSearch: false },
  document.getElementById("redoc"),
);
